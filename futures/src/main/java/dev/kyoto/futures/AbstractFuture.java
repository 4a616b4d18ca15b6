package dev.kyoto.futures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place to start from when writing a future by hand: it keeps the bookkeeping of the {@link Future} contract, so that
 * a subclass states only what one poll does and what a drop releases.
 *
 * <pre>{@code
 * final class Countdown extends AbstractFuture<String> {
 *     private int left = 3;
 *
 *     @Override
 *     protected Poll<String> step(Context cx) {
 *         if (left-- > 0) {
 *             cx.defer();               // asks to be polled again
 *             return Poll.pending();
 *         }
 *         return readyWith("lift-off"); // this object is the ready poll: nothing is allocated
 *     }
 * }
 * }</pre>
 *
 * <p>States: NEW → ACTIVE at the first poll → DONE at the first ready poll, failure or {@link #cancel()}. Like every
 * future it is polled by one thread at a time, so the state is a plain field.
 */
public abstract class AbstractFuture<T extends @Nullable Object> extends SelfPoll<T> implements Future<T> {
    private static final byte NEW = 0;
    private static final byte ACTIVE = 1;
    private static final byte COMPLETED = 2;
    private static final byte FAILED = 3;
    private static final byte CANCELLED = 4;
    private static final byte CANCELLED_NEW = 5;

    private byte state = NEW;

    /**
     * One poll of this future, called only while it is not done.
     *
     * @return {@link Poll#pending()}, or a ready poll, best made by {@link #readyWith}
     */
    protected abstract Poll<T> step(Context cx) throws Exception;

    /**
     * Releases what this future holds, because it was dropped before its end. Called at most once, also when it was never
     * polled ({@link #isStarted()} tells). Must not throw.
     */
    protected void dropped() {}

    /** Whether this future was polled before. */
    protected final boolean isStarted() {
        return state != NEW && state != CANCELLED_NEW;
    }

    @Override
    public final Poll<T> poll(Context cx) throws Exception {
        if (state > ACTIVE) {
            throw new IllegalStateException(
                    describe() + " was polled after it had " + ending()
                            + ". A future is used once; fuse() makes polling again safe, pin() keeps one alive across selects.");
        }
        state = ACTIVE;
        Poll<T> poll;
        try {
            poll = step(cx);
        } catch (Throwable failure) {
            state = FAILED;
            throw failure;
        }
        if (poll.isReady()) {
            state = COMPLETED;
        }
        return poll;
    }

    @Override
    public final void cancel() {
        if (state > ACTIVE) {
            return;
        }
        if (state == ACTIVE && DropRecording.isOn()) {
            DropRecording.halfway(this, this::drop);
        } else {
            drop();
        }
    }

    private void drop() {
        state = state == NEW ? CANCELLED_NEW : CANCELLED; // first, so that a drop that comes back here finds it done
        dropped();
    }

    /** How messages and an {@link AwaitTree} call this future. Called by any thread, so it reads final fields or none. */
    protected String describe() {
        return getClass().getSimpleName();
    }

    /**
     * The futures that this one polls and that have not ended, in their order, so that an {@link AwaitTree} shows what is
     * waited for. To be overridden by futures that have others inside; one that waits for something else has none.
     *
     * <p>Called by any thread, also during a poll, and without any synchronisation. So it reads each field once, into a local
     * variable, expects whatever was in it at some time (null, where it is not final), polls nothing and changes nothing.
     */
    protected List<? extends Future<?>> awaited() {
        return List.of();
    }

    /**
     * Which of the {@link #awaited()} futures must end before this one can: overridden by futures that wait for these and for
     * nothing else, such as a join. It decides whether a wait that never ends below means that this one does not end either.
     * Called as {@code awaited()} is.
     */
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.UNKNOWN;
    }

    /**
     * What this future itself waits for, besides the futures that it polls; null if for nothing that has a name. Asked while it
     * has begun and not ended. Called as {@code awaited()} is; it takes no lock that is held for long, and calls no user code.
     */
    protected @Nullable Resource resource() {
        return null;
    }

    /** What this future holds that others may wait for. Called as {@code awaited()} is. */
    protected List<Resource> held() {
        return List.of();
    }

    final AwaitTree.State progress() {
        byte seen = state;
        return seen == NEW ? AwaitTree.State.NEW : seen == ACTIVE ? AwaitTree.State.SUSPENDED : AwaitTree.State.DONE;
    }

    private String ending() {
        return switch (state) {
            case COMPLETED -> "completed";
            case FAILED -> "failed";
            default -> "been cancelled";
        };
    }
}
