package dev.kyoto.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.io.AsyncRead;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.Halves;
import dev.kyoto.io.MemoryReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How bytes come; and running futures by hand. */
enum Pace {
    AT_ONCE(Integer.MAX_VALUE, false),
    BYTE_BY_BYTE(1, false),
    PENDING_BEFORE_EACH_BYTE(1, true),
    PENDING_BEFORE_EACH_THREE(3, true);

    private final int most;
    private final boolean waits;

    Pace(int most, boolean waits) {
        this.most = most;
        this.waits = waits;
    }

    AsyncRead reader(byte[] bytes) {
        return new Reader(new MemoryReader(bytes));
    }

    AsyncRead reader(String text) {
        return reader(text.getBytes(UTF_8));
    }

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

    static List<String> texts(List<ByteBuffer> frames) {
        return frames.stream().map(Pace::text).toList();
    }

    static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes.duplicate()).toString();
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

    /** What {@code encoder} makes of {@code frames}. */
    @SafeVarargs
    static <T> ByteBuffer encoded(Encoder<T> encoder, T... frames) throws Exception {
        Halves pipe = ByteStreams.simplex(1 << 20);
        var sink = new FramedWrite<>(pipe.writer(), encoder);
        for (T frame : frames) {
            run(sink.feed(frame));
        }
        run(sink.finish());
        return ByteBuffer.wrap(run(pipe.reader().readToEnd(1 << 20)));
    }

    private final class Reader implements AsyncRead {
        private final AsyncRead reader;
        private boolean waited;

        Reader(AsyncRead reader) {
            this.reader = reader;
        }

        @Override
        public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
            waited = waits && !waited;
            if (waited) {
                cx.waker().wake();
                return Poll.pending();
            }
            int limit = buffer.limit();
            buffer.limit(buffer.position() + Math.min(most, buffer.remaining()));
            try {
                return reader.pollRead(cx, buffer);
            } finally {
                buffer.limit(limit);
            }
        }
    }
}
