package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.SelfPoll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place to start from when writing a stream by hand: it keeps the bookkeeping of the {@link Stream} contract, so that a
 * subclass states only where the next element comes from and what must be released.
 *
 * <pre>{@code
 * final class Countdown extends AbstractStream<Integer> {
 *     private int left = 3;
 *
 *     @Override
 *     protected Poll<@Nullable Integer> step(Context cx) {
 *         return left == 0 ? end() : readyWith(left--);   // this object is the ready poll: nothing is allocated
 *     }
 * }
 * }</pre>
 *
 * <p>States: OPEN → ENDED at the end or a failure, CLOSED at {@link #close()}. In both, nothing is held any more. Like
 * every stream it is polled by one thread at a time, so the state is a plain field.
 */
public abstract class AbstractStream<T> extends SelfPoll<@Nullable T> implements Stream<T> {
    private static final byte OPEN = 0;
    private static final byte ENDED = 1;
    private static final byte CLOSED = 2;

    private byte state = OPEN;

    /**
     * One poll of this stream, called only while it is open.
     *
     * @return {@link Poll#pending()}, {@link #end()}, or a ready poll with the next element, best made by {@link #readyWith}
     */
    protected abstract Poll<@Nullable T> step(Context cx) throws Exception;

    /**
     * Releases what this stream holds. Called exactly once: at the end, after a failure, or when it is closed before. Must
     * not throw.
     */
    protected void released() {}

    /** What {@link #step} returns when there are no more elements. */
    protected final Poll<@Nullable T> end() {
        return Poll.ready(null);
    }

    @Override
    public final Poll<@Nullable T> pollNext(Context cx) throws Exception {
        if (state != OPEN) {
            return afterEnd();
        }
        forgetValue(); // the last element is the reader's by now, however long the next one takes
        Poll<@Nullable T> poll;
        try {
            poll = step(cx);
        } catch (Throwable failure) {
            release(ENDED);
            throw failure;
        }
        if (poll.isReady() && poll.value() == null) {
            release(ENDED);
        }
        return poll;
    }

    private Poll<@Nullable T> afterEnd() {
        if (state == CLOSED) {
            throw new IllegalStateException(
                    describe() + " was closed and is read again. Close a stream behind the last next().");
        }
        return end();
    }

    @Override
    public final void close() {
        if (state == OPEN) {
            release(CLOSED);
        } else {
            state = CLOSED;
        }
    }

    private void release(byte state) {
        this.state = state; // first, so that what is released here and comes back finds it done
        if (state == CLOSED) {
            forgetValue();
        }
        Dropper.STREAM.run(this::released);
    }

    /**
     * The futures that this stream polls for its next element, so that an {@link dev.kyoto.futures.AwaitTree} shows what its reader waits
     * for. To be overridden by streams that have some inside.
     *
     * <p>Called by any thread, also during a poll, and without any synchronisation, as {@code AbstractFuture.awaited()} is.
     */
    protected List<? extends Future<?>> awaited() {
        return List.of();
    }

    /** What the reader of {@code stream} waits for, as far as that tells. */
    static List<? extends Future<?>> awaitedBy(Stream<?> stream) {
        return stream instanceof AbstractStream<?> telling ? telling.awaited() : List.of();
    }

    /** How messages call this stream. */
    protected String describe() {
        return getClass().getSimpleName();
    }
}
