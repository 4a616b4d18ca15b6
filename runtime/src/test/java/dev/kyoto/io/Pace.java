package dev.kyoto.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How bytes come and go: what is true of readers and writers is true at each of these. */
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

    AsyncRead reader(String text) {
        return reader(text.getBytes(UTF_8));
    }

    AsyncRead reader(byte[] bytes) {
        return new Reader(new MemoryReader(bytes));
    }

    Writer writer() {
        return new Writer();
    }

    private abstract class Paced {
        private boolean waited;

        /** Whether this poll is one that waits; then the task is woken at once. */
        final boolean isPending(Context cx) {
            waited = waits && !waited;
            if (waited) {
                cx.waker().wake();
            }
            return waited;
        }
    }

    private final class Reader extends Paced implements AsyncRead {
        private final AsyncRead reader;

        Reader(AsyncRead reader) {
            this.reader = reader;
        }

        @Override
        public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
            if (isPending(cx)) {
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

    /** Remembers what came, and how. */
    final class Writer extends Paced implements AsyncWrite {
        final MemoryWriter written = new MemoryWriter();
        int writes;
        int flushed;
        boolean isShutDown;
        boolean isClosed;

        String text() {
            return new String(written.toByteArray(), UTF_8);
        }

        @Override
        public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) {
            if (isPending(cx)) {
                return Poll.pending();
            }
            int limit = buffer.limit();
            buffer.limit(buffer.position() + Math.min(most, buffer.remaining()));
            writes++;
            try {
                return written.pollWrite(cx, buffer);
            } finally {
                buffer.limit(limit);
            }
        }

        @Override
        public Poll<@Nullable Void> pollFlush(Context cx) {
            if (isPending(cx)) {
                return Poll.pending();
            }
            flushed = written.size();
            return Poll.ready(null);
        }

        @Override
        public Poll<@Nullable Void> pollShutdown(Context cx) {
            if (isPending(cx)) {
                return Poll.pending();
            }
            flushed = written.size();
            isShutDown = true;
            return Poll.ready(null);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
