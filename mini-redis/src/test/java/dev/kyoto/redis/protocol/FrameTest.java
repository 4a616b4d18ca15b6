package dev.kyoto.redis.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final Limits SMALL = new Limits(100, 1000, 20, 50, 3);

    /** One of each, and some within others. */
    private static final List<Frame> ALL = List.of(
            new Frame.SimpleString("OK"),
            new Frame.SimpleError("ERR no"),
            new Frame.Int(Long.MIN_VALUE),
            new Frame.BulkString(Bytes.of("a\r\nb")),
            new Frame.BulkString(Bytes.EMPTY),
            new Frame.Null(),
            new Frame.Bool(true),
            new Frame.Bool(false),
            new Frame.Decimal(-1.5),
            new Frame.Decimal(Double.POSITIVE_INFINITY),
            new Frame.Decimal(Double.NEGATIVE_INFINITY),
            new Frame.Decimal(Double.NaN),
            new Frame.BigNumber(BigInteger.TWO.pow(100)),
            new Frame.BulkError(Bytes.of("ERR\r\nlines")),
            new Frame.Verbatim("txt", Bytes.of("some: text")),
            new Frame.Array(List.of()),
            new Frame.Array(List.of(new Frame.Int(1), new Frame.Array(List.of(new Frame.Null())))),
            new Frame.Map(List.of(new Frame.BulkString(Bytes.of("k")), new Frame.Set(List.of(new Frame.Int(2))))),
            new Frame.Push(List.of(new Frame.BulkString(Bytes.of("message")), new Frame.Array(List.of()))));

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertEquals(ALL, parse(write(3)));
    }

    @Test
    void everySplitOfAStreamGivesTheSameFrames() throws Exception {
        byte[] stream = write(3);
        for (int first = 0; first < stream.length; first++) {
            for (int second = first; second < stream.length; second += 3) {
                assertEquals(ALL, parse(stream, first, second), "split at " + first + " and " + second);
            }
        }
    }

    @Test
    void versionTwoGetsWhatItKnows() throws Exception {
        Frame map = new Frame.Map(List.of(new Frame.BulkString(Bytes.of("k")), new Frame.Bool(true)));
        FrameWriter out = new FrameWriter();

        map.writeTo(out);
        new Frame.Push(List.of()).writeTo(out);
        new Frame.Decimal(1.5).writeTo(out);
        new Frame.Null().writeTo(out);
        out.noArray();
        new Frame.Verbatim("txt", Bytes.of("t")).writeTo(out);
        new Frame.BulkError(Bytes.of("ERR a\nb")).writeTo(out);

        assertEquals(
                "*2~$1~k~:1~*0~$3~1.5~$-1~*-1~$1~t~-ERR a b~",
                new String(out.toArray(), StandardCharsets.US_ASCII).replace("\r\n", "~"));
    }

    @Test
    void bothNullsOfVersionTwoAreNull() throws Exception {
        assertEquals(List.of(new Frame.Null(), new Frame.Null()), parse(ascii("$-1\r\n*-1\r\n")));
    }

    @Test
    void attributesAreLeftOut() throws Exception {
        List<Frame> frames =
                parse(ascii("|1\r\n+ttl\r\n*1\r\n:5\r\n*2\r\n:1\r\n|1\r\n+a\r\n+b\r\n:2\r\n|0\r\n+end\r\n"));

        assertEquals(
                List.of(new Frame.Array(List.of(new Frame.Int(1), new Frame.Int(2))), new Frame.SimpleString("end")),
                frames);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@1                     | unknown type @",
                ":1x                    | invalid integer",
                "*21                    | invalid multibulk length",
                "%11                    | invalid multibulk length",
                "%9223372036854775807   | invalid multibulk length",
                "*-2                    | invalid multibulk length",
                "$101                   | invalid bulk length",
                "=-1                    | invalid bulk length",
                "=2~ab                  | invalid verbatim string",
                "$1~ab                  | a bulk string is longer than its length says",
                "#x                     | invalid boolean",
                ",1.5.2                 | invalid number",
                "(12a                   | invalid number",
                "*1~*1~*1~*1~:1         | nested deeper than 3",
                "$?                     | invalid bulk length",
            })
    void nonsenseIsAProtocolError(String sent, String message) {
        ProtocolException error =
                assertThrows(ProtocolException.class, () -> parse(ascii(sent.replace("~", "\r\n") + "\r\n")));

        assertEquals("Protocol error: " + message, error.getMessage());
    }

    @Test
    void frameOfManyPartsIsRefusedWhenItGrowsTooLarge() {
        byte[] parts = ascii("*20\r\n" + ("$90\r\n" + "x".repeat(90) + "\r\n").repeat(20));

        assertEquals(
                "Protocol error: too big frame",
                assertThrows(ProtocolException.class, () -> parse(parts)).getMessage());
    }

    @Test
    void brokenFramesThrowNothingButProtocolErrors() {
        byte[] good = write(3);
        Random random = new Random(7);
        int errors = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = good.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                broken[random.nextInt(broken.length)] =
                        (byte) (random.nextBoolean() ? "*%$:\r\n1".charAt(random.nextInt(7)) : random.nextInt());
            }
            try {
                parse(broken);
            } catch (ProtocolException expected) {
                errors++;
            }
        }
        assertTrue(errors > 1000, "the damage reaches the parser's checks: " + errors);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5000, 1 << 20})
    void repliesAreSentInWhateverPieces(int piece) {
        FrameWriter out = new FrameWriter();
        byte[] large = new byte[300_000];
        new Random(3).nextBytes(large);
        FrameWriter whole = new FrameWriter();
        byte[] sent = new byte[1_000_000];
        int length = 0;
        for (int i = 0; i < 3; i++) {
            out.bulk(Bytes.wrap(large));
            out.ok();
            whole.bulk(Bytes.wrap(large));
            whole.ok();
            for (int part = 0; part < (piece == 1 ? 1000 : 2) && out.pending() > 0; part++) {
                length += send(out, piece, sent, length);
            }
        }
        while (out.pending() > 0) {
            length += send(out, Math.max(piece, 1000), sent, length);
        }
        assertArrayEquals(whole.toArray(), Arrays.copyOf(sent, length));
        assertEquals(0, out.toArray().length);
    }

    private static int send(FrameWriter out, int atMost, byte[] target, int at) {
        int bytes = Math.min(atMost, out.unsent().remaining());
        out.unsent().get(target, at, bytes);
        out.sent(bytes);
        return bytes;
    }

    private static byte[] write(int version) {
        FrameWriter out = new FrameWriter();
        out.version(version);
        ALL.forEach(frame -> frame.writeTo(out));
        return out.toArray();
    }

    /** The frames of {@code stream} when it arrives cut at {@code cuts}. */
    private static List<Frame> parse(byte[] stream, int... cuts) throws ProtocolException {
        InputBuffer in = new InputBuffer();
        FrameParser parser = new FrameParser(in, SMALL);
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? stream.length : cuts[i];
            in.append(Arrays.copyOfRange(stream, from, to));
            from = to;
            for (Frame frame = parser.next(); frame != null; frame = parser.next()) {
                frames.add(frame);
            }
        }
        assertNull(parser.next());
        return frames;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
