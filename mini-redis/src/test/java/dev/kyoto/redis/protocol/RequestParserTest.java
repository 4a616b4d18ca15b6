package dev.kyoto.redis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParserTest {
    private static final Limits SMALL = new Limits(1000, 2000, 20, 100, 2);

    private final InputBuffer in = new InputBuffer();
    private final RequestParser parser = new RequestParser(in, SMALL);

    @Test
    void arrayOfBulkStringsIsARequest() throws Exception {
        in.append(ascii("*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n"));

        assertEquals("[ECHO, hello]", String.valueOf(parser.next()));
        assertNull(parser.next());
    }

    @Test
    void wordsAreBinarySafe() throws Exception {
        in.append(ascii("*2\r\n$4\r\nECHO\r\n$6\r\n\0\r\n\u00ff*1\r\n"));

        assertEquals(Bytes.wrap(ascii("\0\r\n\u00ff*1")), next().arg(1));
    }

    @Test
    void everySplitOfAStreamGivesTheSameRequests() throws Exception {
        String sent = "*1~$4~PING~~set a \"b c\"~*0~*3~$3~SET~$0~~$4~1~1~get a~*-1~*2~$3~GET~$10~0123456789~";
        byte[] stream = ascii(sent.replace("~", "\r\n"));
        List<String> whole = parse(stream);
        assertEquals(5, whole.size());

        for (int first = 0; first < stream.length; first++) {
            for (int second = first; second < stream.length; second++) {
                assertEquals(whole, parse(stream, first, second), "split at " + first + " and " + second);
            }
        }
    }

    @Test
    void manyRequestsInOnePieceAllComeOut() throws Exception {
        in.append(ascii("*1\r\n$4\r\nPING\r\n".repeat(5000)));

        int count = 0;
        while (parser.next() != null) {
            count++;
        }

        assertEquals(5000, count);
    }

    @Test
    void streamOfAnyLengthPassesThroughInPiecesOfAnySize() throws Exception {
        Random random = new Random(9);
        List<String> sent = new ArrayList<>();
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            String word = "x".repeat(random.nextInt(900)) + i;
            sent.add("[ECHO, " + word + "]");
            stream.append(
                    i % 5 == 0 && word.length() < 90
                            ? "ECHO " + word + "\r\n"
                            : "*2\r\n$4\r\nECHO\r\n$" + word.length() + "\r\n" + word + "\r\n");
        }
        int[] cuts = random.ints(400, 0, stream.length()).sorted().toArray();

        assertEquals(sent, parse(ascii(stream.toString()), cuts));
    }

    @Test
    void wordLargerThanTheBufferArrives() throws Exception {
        RequestParser generous = new RequestParser(in, Limits.DEFAULT);
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);

        in.append(ascii("*2\r\n$4\r\nECHO\r\n$" + large.length + "\r\n"));
        assertNull(generous.next());
        in.append(large);
        assertNull(generous.next());
        in.append(ascii("\r\n"));

        Request request = generous.next();
        assertEquals(Bytes.wrap(large), request == null ? null : request.arg(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*x~                    | invalid multibulk length",
                "*21~                   | invalid multibulk length",
                "*9223372036854775808~  | invalid multibulk length",
                "*+1~                   | invalid multibulk length",
                "*1~#4~                 | expected '$', got '#'",
                "*1~$-1~                | invalid bulk length",
                "*1~$1001~              | invalid bulk length",
                "*1~$4 ~                | invalid bulk length",
                "*1~$4~PINGS~           | a bulk string is longer than its length says",
                "get \"a                | unbalanced quotes in request",
                "get 'a                 | unbalanced quotes in request",
                "get \"a\"b             | unbalanced quotes in request",
            })
    void nonsenseIsAProtocolError(String sent, String message) {
        in.append(ascii(sent.replace("~", "\r\n") + "\r\n"));

        ProtocolException error = assertThrows(ProtocolException.class, parser::next);

        assertEquals("Protocol error: " + message, error.getMessage());
    }

    @Test
    void lineWithoutEndIsRefusedBeforeItIsComplete() {
        in.append(ascii("x".repeat(101)));

        ProtocolException error = assertThrows(ProtocolException.class, parser::next);

        assertEquals("Protocol error: too big inline request", error.getMessage());
    }

    @Test
    void headerWithoutEndIsRefusedBeforeItIsComplete() {
        in.append(ascii("*" + "1".repeat(101)));

        assertEquals(
                "Protocol error: too big mbulk count string",
                assertThrows(ProtocolException.class, parser::next).getMessage());
    }

    @Test
    void requestOfManyLargeWordsIsRefused() {
        in.append(ascii("*3\r\n" + ("$1000\r\n" + "x".repeat(1000) + "\r\n").repeat(2)));

        assertEquals(
                "Protocol error: too big request",
                assertThrows(ProtocolException.class, parser::next).getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "  set  a\tb           | [set, a, b]",
                "set \"a b\" 'c d'     | [set, a b, c d]",
                "set \"\\x41\\n\\\"\"  | [set, A#\"]",
                "set 'it\\'s' '\\n'    | [set, it's, \\n]",
                "set \"\" ''           | [set, , ]",
                "set \"\\xZZ\"         | [set, xZZ]",
            })
    void inlineCommandsAreSplitAsAShellWould(String typed, String words) throws Exception {
        in.append(ascii(typed + "\n"));

        assertEquals(words.replace('#', '\n'), next().toString());
    }

    @Test
    void randomBytesThrowNothingButProtocolErrors() throws Exception {
        Random random = new Random(42);
        String alphabet = "*$\r\n\r\n0123456789-+\"'\\x aPING\0\u00ff";
        int errors = 0;
        for (int round = 0; round < 20_000; round++) {
            InputBuffer noise = new InputBuffer();
            RequestParser victim = new RequestParser(noise, SMALL);
            byte[] bytes = new byte[random.nextInt(200)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            noise.append(bytes);
            try {
                while (victim.next() != null) {
                    assertTrue(noise.available() < bytes.length);
                }
            } catch (ProtocolException expected) {
                errors++;
            }
        }
        assertTrue(errors > 1000, "the noise reaches the parser's checks: " + errors);
    }

    private Request next() throws ProtocolException {
        Request request = parser.next();
        if (request == null) {
            throw new AssertionError("no complete request");
        }
        return request;
    }

    /** The requests of {@code stream} when it arrives cut at {@code cuts}. */
    private static List<String> parse(byte[] stream, int... cuts) throws ProtocolException {
        InputBuffer in = new InputBuffer();
        RequestParser parser = new RequestParser(in, SMALL);
        List<String> requests = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? stream.length : cuts[i];
            in.append(java.util.Arrays.copyOfRange(stream, from, to));
            from = to;
            for (Request request = parser.next(); request != null; request = parser.next()) {
                requests.add(request.toString());
            }
        }
        return requests;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
