package dev.kyoto.http;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.io.AsyncRead;
import dev.kyoto.io.BufReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The receiving half of a connection, with a buffer, and with patience for a peer that sends nothing. */
final class Input {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final BufReader reader;
    private final Deadline deadline;

    Input(AsyncRead stream, Deadline deadline) {
        this.reader = new BufReader(stream);
        this.deadline = deadline;
    }

    /** How many bytes have arrived and were not taken. */
    int buffered() {
        return reader.buffered();
    }

    /** From now on, everything that is waited for has to come within {@code patience}, or {@link #pollFill} fails. */
    void within(Duration patience) {
        deadline.set(patience);
    }

    /** {@link #within(Duration)}, in nanoseconds. */
    void within(long patience) {
        deadline.set(patience);
    }

    /** From now on, the peer may take its time. */
    void whenever() {
        deadline.clear();
    }

    boolean isTimed() {
        return deadline.isSet();
    }

    /**
     * Waits until {@code atLeast} bytes can be seen, or the end has come.
     *
     * @return ready with what has arrived, until the next call: at least so many bytes, or all there are before the end
     * @throws SocketTimeoutException if that took longer than it may
     */
    Poll<ByteBuffer> pollFill(Context cx, int atLeast) throws IOException {
        Poll<ByteBuffer> poll = reader.pollFill(cx, atLeast);
        if (poll.isPending() && deadline.isOver(cx)) {
            throw new SocketTimeoutException("The peer sent nothing, or not all, for too long.");
        }
        return poll;
    }

    /** What has arrived, perhaps nothing, without waiting for more. */
    ByteBuffer arrived(Context cx) throws IOException {
        return buffered() == 0 ? NOTHING : reader.pollFill(cx, 1).value(); // ready, for it is there
    }

    void consume(int count) {
        reader.consume(count);
    }

    /** Takes what has arrived whole, in an array of its own. */
    byte[] take(ByteBuffer shown, int count) {
        byte[] taken = new byte[count];
        shown.get(shown.position(), taken);
        consume(count);
        return taken;
    }

    /** Whether the peer has left, or sends no more; to be asked when nothing is to come. What comes nevertheless is kept. */
    boolean pollIsGone(Context cx, int most) throws IOException {
        while (buffered() < most) {
            int before = buffered();
            Poll<ByteBuffer> poll = reader.pollFill(cx, before + 1);
            if (poll.isPending()) {
                return false;
            }
            if (buffered() == before) {
                return true;
            }
        }
        return false;
    }

    /** Reads what comes and forgets it: ready at the end. */
    Poll<@Nullable Void> pollDiscardAll(Context cx) throws IOException {
        while (true) {
            Poll<ByteBuffer> poll = pollFill(cx, 1);
            if (poll.isPending()) {
                return Poll.pending();
            }
            int count = poll.value().remaining();
            if (count == 0) {
                return Poll.ready(null);
            }
            consume(count);
        }
    }
}
