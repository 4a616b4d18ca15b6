package dev.kyoto.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Stream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Running futures by hand, and bytes as text. */
final class Bytes {
    private Bytes() {}

    /** Polls as long as it wakes itself; it must be done then. */
    static <T extends @Nullable Object> T run(Future<T> future) throws Exception {
        Poll<T> poll = PolledByHand.of(future).pollUntilIdle();
        assertTrue(poll.isReady(), "it waits for somebody else");
        return poll.value();
    }

    static <T> List<T> all(Stream<T> stream) throws Exception {
        List<T> elements = new ArrayList<>();
        for (T next = run(stream.next()); next != null; next = run(stream.next())) {
            elements.add(next);
        }
        return elements;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static byte[] array(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** What was put into {@code buffer}. */
    static String written(ByteBuffer buffer) {
        return text(buffer.duplicate().flip());
    }

    /** What remains of {@code buffer}. */
    static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer.duplicate()).toString();
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
