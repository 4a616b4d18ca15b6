package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for a task. Interrupted, it aborts the task and waits on, until the task's cleanup has run, and only
 * then throws.
 */
final class BlockingJoin<T extends @Nullable Object> implements Waker {
    private final Task<T> task;
    private final Thread thread = Thread.currentThread();
    private final AtomicReference<@Nullable AutoAdvance> counted;
    private Poll<T> outcome = Poll.pending();
    private boolean interrupted;

    /**
     * @param counted where this was counted as waiting, and is to be counted out; null with the system's clock
     */
    BlockingJoin(Task<T> task, @Nullable AutoAdvance counted) {
        this.task = task;
        this.counted = new AtomicReference<>(counted);
    }

    Task<T> task() {
        return task;
    }

    /** Waits, without doing anything else, and returns what the task yields. */
    T await() throws Exception {
        Poll<T> poll = poll();
        while (poll.isPending()) {
            park();
            poll = poll();
        }
        if (interrupted) {
            thread.interrupt(); // too late to matter here; the caller may still want to know
        }
        return poll.value();
    }

    /**
     * Looks at the task: if it has not ended, this thread will be unparked when it has. The outcome is taken from the task
     * once and kept here, so that this may be called again.
     */
    Poll<T> poll() throws Exception {
        if (outcome.isReady()) {
            return outcome;
        }
        try {
            outcome = task.poll(Context.of(this));
        } catch (CancellationException dropped) {
            if (interrupted) {
                throw new InterruptedException("Interrupted in blockOn; " + task.describe() + " was aborted.");
            }
            throw dropped;
        } finally {
            if (task.isFinished()) {
                countOut();
            }
        }
        return outcome;
    }

    /** At the end of the task, not when this thread gets to run again: virtual time must not move in between. */
    private void countOut() {
        AutoAdvance leaving = counted.getAndSet(null);
        if (leaving != null) {
            leaving.leaveBlockOn();
        }
    }

    /** Returns after a wake, an interrupt, or for no reason. */
    void park() {
        LockSupport.park(this); // the thread's permit carries a wake that came before
        if (Thread.interrupted()) {
            abort();
        }
    }

    /** The waiting thread was interrupted. */
    void abort() {
        interrupted = true;
        task.abort();
    }

    @Override
    public void wake() {
        if (task.isFinished()) {
            countOut();
        }
        LockSupport.unpark(thread);
    }
}
