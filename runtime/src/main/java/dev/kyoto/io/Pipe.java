package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.internal.driver.ClosedSourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A ring of bytes between a reader and a writer, which may be on different threads: the writer waits while it is full,
 * the reader while it is empty.
 *
 * <p>Everything is guarded by the lock of this object. Who makes the other one's condition true takes the other's waker
 * under the lock, and wakes it outside.
 */
final class Pipe {
    private final byte[] ring;
    private final Object name;

    /** The first byte that waits, and how many do. */
    private int start;

    private int count;

    private boolean writerHasEnded;
    private boolean readerIsClosed;
    private @Nullable Waker reader;
    private @Nullable Waker writer;

    Pipe(int capacity, Object name) {
        this.ring = new byte[Limits.requirePositive(capacity, "capacity")];
        this.name = name;
    }

    Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        Waker woken = null;
        boolean waits;
        synchronized (this) {
            if (readerIsClosed) {
                throw new ClosedSourceException(name + " was closed on this side, and is read again.");
            }
            waits = count == 0 && !writerHasEnded && buffer.hasRemaining();
            if (waits) {
                reader = cx.waker();
            } else if (take(buffer)) {
                woken = writer;
                writer = null;
            }
        }
        return answer(cx, waits, woken);
    }

    Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        Waker woken = null;
        boolean waits;
        synchronized (this) {
            if (writerHasEnded) {
                throw new ClosedSourceException(
                        name
                                + " was shut down or closed on this side, and takes nothing more. Write everything before that.");
            }
            if (readerIsClosed) {
                throw new IOException(name + " cannot be written to: its reader was closed (broken pipe).");
            }
            waits = count == ring.length && buffer.hasRemaining();
            if (waits) {
                writer = cx.waker();
            } else if (put(buffer)) {
                woken = reader;
                reader = null;
            }
        }
        return answer(cx, waits, woken);
    }

    private static Poll<@Nullable Void> answer(Context cx, boolean waits, @Nullable Waker woken) {
        if (waits) {
            cx.refund();
            return Poll.pending();
        }
        wake(woken);
        return Poll.ready(null);
    }

    /** The reader reads the end after what is left. */
    void endWriting() {
        Waker woken;
        synchronized (this) {
            writerHasEnded = true;
            woken = reader;
            reader = null;
            writer = null;
        }
        wake(woken);
    }

    /** Nobody will read what is left. */
    void closeReading() {
        Waker woken;
        synchronized (this) {
            readerIsClosed = true;
            count = 0;
            woken = writer;
            writer = null;
            reader = null;
        }
        wake(woken);
    }

    private boolean take(ByteBuffer buffer) {
        int taken = Math.min(count, buffer.remaining());
        int first = Math.min(taken, ring.length - start);
        buffer.put(ring, start, first).put(ring, 0, taken - first);
        start = (start + taken) % ring.length;
        count -= taken;
        return taken > 0;
    }

    private boolean put(ByteBuffer buffer) {
        int put = Math.min(ring.length - count, buffer.remaining());
        int end = (start + count) % ring.length;
        int first = Math.min(put, ring.length - end);
        buffer.get(ring, end, first).get(ring, 0, put - first);
        count += put;
        return put > 0;
    }

    private static void wake(@Nullable Waker waker) {
        if (waker != null) {
            waker.wake();
        }
    }

    /** {@link ByteStreams#simplex}. */
    static Halves simplex(int capacity) {
        Pipe pipe = new Pipe(capacity, "The pipe of simplex(" + capacity + ")");
        return new Halves(new PipeReader(pipe), new PipeWriter(pipe));
    }

    /** {@link ByteStreams#duplex}. */
    static Duplex duplex(int capacity) {
        String name = "The pipe of duplex(" + capacity + ")";
        Pipe there = new Pipe(capacity, name);
        Pipe back = new Pipe(capacity, name);
        return new Duplex(
                new JoinedStream(new PipeReader(back), new PipeWriter(there)),
                new JoinedStream(new PipeReader(there), new PipeWriter(back)));
    }

    private record PipeReader(Pipe pipe) implements AsyncRead {
        @Override
        public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
            return pipe.pollRead(cx, buffer);
        }

        @Override
        public void close() {
            pipe.closeReading();
        }

        @Override
        public String toString() {
            return pipe.name.toString();
        }
    }

    private record PipeWriter(Pipe pipe) implements AsyncWrite {
        @Override
        public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
            return pipe.pollWrite(cx, buffer);
        }

        @Override
        public Poll<@Nullable Void> pollFlush(Context cx) {
            return Poll.ready(null);
        }

        @Override
        public Poll<@Nullable Void> pollShutdown(Context cx) {
            pipe.endWriting();
            return Poll.ready(null);
        }

        @Override
        public void close() {
            pipe.endWriting();
        }

        @Override
        public String toString() {
            return pipe.name.toString();
        }
    }
}
