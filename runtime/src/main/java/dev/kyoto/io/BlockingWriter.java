package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * {@link ByteStreams#writer(OutputStream)}: what is written is copied, and written on threads that may block, one piece
 * after the other. What such a write fails with is thrown by the next poll.
 */
final class BlockingWriter implements AsyncWrite {
    private static final int BUFFER_SIZE = 8 << 10;

    private final OutputStream out;
    private final Executor executor;
    private final boolean closes;
    private final byte[] buffer = new byte[BUFFER_SIZE];

    /** The call that is going on. The buffer is its until it is done. */
    private @Nullable Future<@Nullable Void> call;

    private boolean unflushed;
    private boolean isShutDown;

    /** @param closes whether a shutdown closes {@code out} */
    BlockingWriter(OutputStream out, Executor executor, boolean closes) {
        this.out = out;
        this.executor = executor;
        this.closes = closes;
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer source) throws IOException {
        if (isShutDown) {
            throw new IOException("What writes to " + out + " was shut down. Write everything before that.");
        }
        if (!isIdle(cx)) {
            return Poll.pending();
        }
        int count = Math.min(source.remaining(), buffer.length);
        if (count > 0) {
            source.get(source.position(), buffer, 0, count);
            start(cx, () -> {
                out.write(buffer, 0, count);
                return null;
            });
            unflushed = true;
            source.position(source.position() + count);
        }
        return Poll.ready(null);
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
        if (!isIdle(cx)) {
            return Poll.pending();
        }
        if (unflushed) {
            start(cx, () -> {
                out.flush();
                return null;
            });
            unflushed = false;
        }
        return isIdle(cx) ? Poll.ready(null) : Poll.pending();
    }

    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
        if (pollFlush(cx).isPending()) {
            return Poll.pending();
        }
        if (closes && !isShutDown) {
            start(cx, () -> {
                out.close();
                return null;
            });
        }
        isShutDown = true;
        return isIdle(cx) ? Poll.ready(null) : Poll.pending();
    }

    /** Hands {@code code} over; its first poll does that. */
    private void start(Context cx, Callable<@Nullable Void> code) throws IOException {
        call = Futures.<@Nullable Void>offload(executor, code).withoutInterrupt();
        isIdle(cx);
    }

    /** Whether no call is going on; if one is, the waker of {@code cx} will be woken. */
    private boolean isIdle(Context cx) throws IOException {
        if (call == null) {
            return true;
        }
        try {
            if (call.poll(cx).isPending()) {
                return false;
            }
        } catch (Exception e) {
            call = null;
            throw Failures.asIoException(e);
        }
        call = null;
        return true;
    }

    @Override
    public void close() {
        if (closes && !isShutDown) {
            isShutDown = true;
            BlockingCalls.closeLater(executor, out);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
