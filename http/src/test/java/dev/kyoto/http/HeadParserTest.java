package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The parser, with what nobody would think of. */
class HeadParserTest {
    private static final String REQUEST =
            "POST /a/b?c HTTP/1.1\r\nHost: h:80\r\nContent-Length: 12\r\nX-Y: \tz z \r\nEmpty:\r\n\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nSet-Cookie: c\r\n\r\n";
    private static final byte[] LIKELY = "\r\n\t :/.?#%\0HTP10,;\u00e9".getBytes(ISO_8859_1);

    private final Random random = new Random(42);

    @Test
    void headIsReadIntoItsParts() throws Exception {
        RequestHead request = new HeadParser(REQUEST.getBytes(ISO_8859_1), 10).request();

        assertEquals("POST", request.method());
        assertEquals("/a/b?c", request.target());
        assertEquals(1, request.minorVersion());
        assertEquals(Headers.of("Host", "h:80", "Content-Length", "12", "X-Y", "z z", "Empty", ""), request.headers());
        ResponseHead response = new HeadParser(RESPONSE.getBytes(ISO_8859_1), 10).response();
        assertEquals(200, response.status());
        assertEquals(Headers.of("Content-Type", "a/b", "Set-Cookie", "c"), response.headers());
    }

    @Test
    void mutatedHeadIsReadOrRefusedAndTheSameInPieces() throws Exception {
        int refused = 0;
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            boolean isRequest = random.nextBoolean();
            byte[] head = mutated(isRequest ? REQUEST : RESPONSE);
            String whole = outcome(head, head.length, isRequest);
            assertEquals(whole, outcome(head, 1 + random.nextInt(7), isRequest), () -> new String(head, ISO_8859_1));
            if (whole.startsWith("refused")) {
                refused++;
            } else if (!whole.equals("incomplete")) {
                read++;
            }
        }
        assertTrue(refused > 10_000 && read > 10_000, "refused " + refused + ", read " + read);
    }

    private byte[] mutated(String head) {
        byte[] bytes = head.getBytes(ISO_8859_1);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            if (random.nextInt(4) == 0) {
                byte[] shorter = new byte[bytes.length - 1];
                System.arraycopy(bytes, 0, shorter, 0, at);
                System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
                bytes = shorter;
            } else {
                bytes[at] = random.nextBoolean() ? LIKELY[random.nextInt(LIKELY.length)] : (byte) random.nextInt(256);
            }
        }
        return bytes;
    }

    private static String outcome(byte[] bytes, int pieces, boolean isRequest) {
        HeadScanner scanner = HeadScanner.ofRequests(1000);
        try {
            for (int end = Math.min(pieces, bytes.length); ; end = Math.min(end + pieces, bytes.length)) {
                int length = scanner.scan(ByteBuffer.wrap(bytes, 0, end));
                if (length >= 0) {
                    byte[] head = java.util.Arrays.copyOf(bytes, length);
                    HeadParser parser = new HeadParser(head, 10);
                    return isRequest
                            ? parser.request().toString()
                            : parser.response().toString();
                }
                if (end == bytes.length) {
                    return "incomplete";
                }
            }
        } catch (HttpException e) {
            return "refused: " + e.getMessage();
        }
    }
}
