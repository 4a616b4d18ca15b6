package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * {@link ByteStreams#reader(InputStream)}: one read at a time, on threads that may block, into a buffer of its own. A
 * read cannot be taken back, so one whose future was dropped goes on, and what it brings is there for the next.
 *
 * <p>Guarded by its lock, because the standard input is one for all. No other code runs under it.
 */
final class BlockingReader implements AsyncRead {
    private static final int BUFFER_SIZE = 8 << 10;

    private final InputStream in;
    private final Executor executor;
    private final byte[] buffer = new byte[BUFFER_SIZE];

    /** The bytes from {@code read} to {@code filled} were not delivered yet. */
    private int read;

    private int filled;

    /** The read that is going on: how many bytes it brings, or -1. The buffer is its until it is done. */
    private @Nullable Future<Integer> reading;

    BlockingReader(InputStream in, Executor executor) {
        this.in = in;
        this.executor = executor;
    }

    @Override
    public synchronized Poll<@Nullable Void> pollRead(Context cx, ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return Poll.ready(null);
        }
        if (read < filled) {
            return cx.proceed() ? deliver(target) : Poll.pending();
        }
        if (reading == null) {
            reading = Futures.offload(executor, () -> in.read(buffer)).withoutInterrupt();
        }
        Poll<Integer> poll;
        try {
            poll = reading.poll(cx);
        } catch (Exception e) {
            reading = null;
            throw Failures.asIoException(e);
        }
        if (poll.isPending()) {
            return Poll.pending();
        }
        reading = null;
        read = 0;
        filled = Math.max(poll.value(), 0);
        return deliver(target);
    }

    private Poll<@Nullable Void> deliver(ByteBuffer target) {
        int count = Math.min(filled - read, target.remaining());
        target.put(buffer, read, count);
        read += count;
        return Poll.ready(null);
    }

    /** On those threads, because it may block too. It ends a read that is going on, if the stream heeds it. */
    @Override
    public void close() {
        BlockingCalls.closeLater(executor, in);
    }

    @Override
    public String toString() {
        return in.toString();
    }
}
