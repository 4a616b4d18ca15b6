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
        try {
            Poll<T> poll = task.poll(Context.of(this));
            while (poll.isPending()) {
                park();
                poll = task.poll(Context.of(this));
            }
            if (interrupted) {
                thread.interrupt(); // too late to matter here; the caller may still want to know
            }
            return poll.value();
        } catch (CancellationException dropped) {
            if (interrupted && task.isFinished()) {
                throw new InterruptedException("Interrupted in blockOn; " + task.describe() + " was aborted.");
            }
            throw dropped;
        } finally {
            countOut();
        }
    }

    /** At the end of the task, not when this thread gets to run again: virtual time must not move in between. */
    private void countOut() {
        AutoAdvance leaving = counted.getAndSet(null);
        if (leaving != null) {
            leaving.leaveBlockOn();
        }
    }

    /** Sees to it that this thread is unparked once the task has ended, unless it has already. */
    void register() throws Exception {
        if (!task.isFinished()) {
            task.poll(Context.of(this));
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
