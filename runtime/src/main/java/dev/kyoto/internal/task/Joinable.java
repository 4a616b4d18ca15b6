package dev.kyoto.internal.task;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.SelfPoll;
import dev.kyoto.futures.Waker;
import dev.kyoto.task.JoinHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The join half of a task: its outcome, and the handle that others wait on. The task is its own handle and its own ready
 * poll, so joining allocates nothing.
 *
 * <h2>The word</h2>
 *
 * <pre>
 * RUNNING        a runtime thread owns the task: it polls it, runs it, or drops it
 * COMPLETE       the outcome is there; never together with RUNNING, and never taken back
 * FAILED         with COMPLETE: the outcome is a failure, which is kept where the value would be
 * DROPPED        with COMPLETE: there is no outcome, the task was aborted
 * JOIN_INTEREST  somebody may still join: the outcome is the handle's; otherwise the runtime's, which discards it
 * REPORTED       the uncaught handler has heard of the failure
 * </pre>
 *
 * <p>Transitions here: {@link #finish} (runtime, RUNNING → COMPLETE), {@link #poll} and {@link #cancel} (the handle, taking
 * JOIN_INTEREST back), {@link #reportUnlessJoined} (runtime, REPORTED). All are read-modify-write operations, so they are
 * totally ordered: exactly one side finds itself responsible for the outcome.
 *
 * <p><b>Visibility.</b> The outcome is written before the read-modify-write that sets COMPLETE, and read after a volatile
 * read that saw it. The joiner sets {@link #joiner} and then reads the word; the runtime changes the word and then reads
 * {@code joiner}. All four are sequentially consistent, so either the joiner sees COMPLETE or the runtime sees the joiner.
 */
public abstract class Joinable<T extends @Nullable Object> extends SelfPoll<T> implements JoinHandle<T> {
    protected static final int COMPLETE = 1;
    protected static final int FAILED = 1 << 1;
    protected static final int DROPPED = 1 << 2;
    protected static final int JOIN_INTEREST = 1 << 3;
    protected static final int REPORTED = 1 << 4;
    protected static final int RUNNING = 1 << 5;

    /** The first bit that is a subclass's own. */
    protected static final int FIRST_FREE_BIT = 1 << 6;

    protected static final VarHandle WORD;
    private static final VarHandle JOINER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(Joinable.class, "word", int.class);
            JOINER = lookup.findVarHandle(Joinable.class, "joiner", Waker.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    protected volatile int word;

    /** Whom to wake when the outcome is there. */
    private volatile @Nullable Waker joiner;

    private final long id;

    /** @param id from {@link TaskIds} */
    protected Joinable(long id, int word) {
        this.id = id;
        WORD.set(this, word | JOIN_INTEREST); // published with the task itself
    }

    // ---- the handle's side

    @Override
    public final Poll<T> poll(Context cx) throws Exception {
        if ((word & JOIN_INTEREST) == 0) {
            throw new IllegalStateException(
                    describe() + " was joined twice, or its handle was dropped before. A handle is"
                            + " awaited once; to tell its value to several tasks, send it through a Broadcast channel.");
        }
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (!isFinished()) {
            register(cx);
            if (!isFinished()) {
                cx.refund();
                return Poll.pending();
            }
        }
        return takeOutcome((int) WORD.getAndBitwiseAnd(this, ~JOIN_INTEREST));
    }

    /** Sets whom to wake. Whoever is displaced by another task is woken, so that of two joiners none waits in vain. */
    private void register(Context cx) {
        Waker waker = cx.waker();
        while (true) {
            Waker registered = joiner;
            Waker before = registered instanceof Takeover takeover ? takeover.current() : registered;
            if (before == waker) {
                return;
            }
            if (registered instanceof Takeover takeover && takeover.displaced() == waker) {
                throw new IllegalStateException(describe() + " is awaited by two tasks at once. A handle is awaited by"
                        + " one; to tell its value to several, send it through a Broadcast channel.");
            }
            if (before == null
                    || before == cx.taskWaker()) { // or the task itself, which polls by way of a combinator now
                if (JOINER.compareAndSet(this, registered, waker)) {
                    return;
                }
            } else if (JOINER.compareAndSet(this, registered, new Takeover(waker, before))) {
                before.wake();
                return;
            }
        }
    }

    private Poll<T> takeOutcome(int ended) throws Exception {
        if ((ended & DROPPED) != 0) {
            throw new CancellationException(describe() + " was aborted, or its runtime was shut down.");
        }
        if ((ended & FAILED) != 0) {
            Throwable failed = failure();
            FailureMarks.awaited(failed);
            throw Joinable.<RuntimeException>asUnchecked(failed);
        }
        return this;
    }

    /** Of a task that is FAILED. */
    private Throwable failure() {
        return (Throwable) Objects.requireNonNull((Object) value());
    }

    /** A task has a value or a failure, never both: one field does for the two, and makes room for what a dump tells. */
    @SuppressWarnings("unchecked") // erased, and read by failure() alone
    private void keepInPlaceOfValue(Throwable failure) {
        readyWith((T) failure);
    }

    /** {@inheritDoc} Of a handle: detaches the task. */
    @Override
    public final void cancel() {
        int before = (int) WORD.getAndBitwiseAnd(this, ~JOIN_INTEREST);
        joiner = null;
        if ((before & (COMPLETE | JOIN_INTEREST)) == (COMPLETE | JOIN_INTEREST)) {
            discardOutcome(before);
        }
    }

    @Override
    public final boolean isFinished() {
        return (word & COMPLETE) != 0;
    }

    @Override
    public final long id() {
        return id;
    }

    // ---- the runtime's side, called while RUNNING

    protected final void completeWith(T value) {
        readyWith(value);
        finish(0);
    }

    protected final void failWith(Throwable failure) {
        keepInPlaceOfValue(failure);
        finish(FAILED);
    }

    protected final void completeDropped() {
        finish(DROPPED);
    }

    private void finish(int ending) {
        // RUNNING is set and COMPLETE is not, so one addition flips both.
        int before = (int) WORD.getAndAdd(this, (COMPLETE | ending) - RUNNING);
        if ((before & JOIN_INTEREST) == 0) {
            discardOutcome(before | ending);
            return;
        }
        Waker waiting = joiner;
        if (waiting != null) {
            joiner = null;
            waiting.wake();
        } else if (ending == FAILED) {
            failedUnjoined();
        }
    }

    private void discardOutcome(int ended) {
        if ((ended & FAILED) == 0) {
            forgetValue();
        } else if ((ended & REPORTED) == 0) {
            report(failure());
        } // else who reports it may still have to read it
    }

    /** Reports the failure, unless somebody took it or it was reported before. */
    public final void reportUnlessJoined() {
        int before = (int) WORD.getAndBitwiseOr(this, REPORTED);
        if ((before & (FAILED | JOIN_INTEREST | REPORTED)) == (FAILED | JOIN_INTEREST)) {
            report(failure());
        }
    }

    /** The task has failed, and nobody has asked for its outcome so far: see to it that the failure is not lost. */
    protected abstract void failedUnjoined();

    /** Hands a failure that nobody joins to the uncaught handler. */
    protected abstract void report(Throwable failure);

    /** How messages call this task. */
    public final String describe() {
        return "task " + id + " (" + name() + ")";
    }

    @Override
    public final String toString() {
        return describe();
    }

    @SuppressWarnings("unchecked") // erased: lets any throwable pass as it is
    private static <X extends Throwable> X asUnchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
