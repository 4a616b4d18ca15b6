package dev.kyoto.task;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.SelfPoll;
import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a scope's child. The task's own handle belongs to the scope, which must hear of each end and of each failure;
 * it passes the outcome on to this one. Everything is guarded by the lock of this object, and nobody is woken under it.
 */
final class ScopedHandle<T extends @Nullable Object> extends SelfPoll<T> implements JoinHandle<T> {
    private final AbortHandle task;
    private @Nullable Outcome<T> outcome;
    private boolean reported;

    /** Whether the outcome was delivered, or this handle dropped. */
    private boolean taken;

    private @Nullable Waker joiner;
    private @Nullable Waker joiningTask;

    /** Who was displaced by another task, and has been woken: if it comes back, two wait at once. */
    private @Nullable Waker displacedTask;

    ScopedHandle(AbortHandle task) {
        this.task = task;
    }

    /**
     * Passes on how the task has ended.
     *
     * @param reported whether a failure is told elsewhere: else it is reported if nobody takes it from here
     */
    void fulfil(Outcome<T> outcome, boolean reported) {
        Waker waker;
        boolean lost;
        synchronized (this) {
            lost = taken;
            if (this.outcome == null) {
                this.outcome = outcome;
                this.reported = reported;
            }
            waker = joiner;
            joiner = null;
        }
        if (lost && !reported) {
            outcome.reportFailure();
        }
        if (waker != null) {
            waker.wake();
        }
    }

    @Override
    public Poll<T> poll(Context cx) throws Exception {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        Outcome<T> ended;
        Waker displaced;
        synchronized (this) {
            if (taken) {
                throw new IllegalStateException(
                        this + " was joined twice, or its handle was dropped before. A handle is"
                                + " awaited once; to tell its value to several tasks, send it through a Broadcast channel.");
            }
            ended = outcome;
            taken = ended != null;
            displaced = ended == null ? register(cx) : null;
        }
        if (displaced != null) {
            displaced.wake();
        }
        if (ended == null) {
            cx.refund();
            return Poll.pending();
        }
        return readyWith(ended.get());
    }

    /** The lock is held. Returns the waker of another task, which was displaced. */
    private @Nullable Waker register(Context cx) {
        Waker displaced = null;
        if (joiner != null && joiningTask != cx.taskWaker()) {
            if (displacedTask == cx.taskWaker()) {
                throw new IllegalStateException(
                        this + " is awaited by two tasks at once. A handle is awaited by one; to"
                                + " tell its value to several, send it through a Broadcast channel.");
            }
            displaced = joiner;
            displacedTask = joiningTask;
        }
        joiner = cx.waker();
        joiningTask = cx.taskWaker();
        return displaced;
    }

    @Override
    public void cancel() {
        Outcome<T> lost;
        synchronized (this) {
            lost = taken || reported ? null : outcome;
            taken = true;
            joiner = null;
            forgetValue();
        }
        if (lost != null) {
            lost.reportFailure();
        }
    }

    @Override
    public void abort() {
        task.abort();
    }

    @Override
    public boolean isFinished() {
        return task.isFinished();
    }

    @Override
    public long id() {
        return task.id();
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public String spawnSite() {
        return task.spawnSite();
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
