package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for a task. Interrupted, it aborts the task and waits on, until the task's cleanup has run, and only
 * then throws.
 */
final class BlockingJoin<T extends @Nullable Object> implements Waker {
    private final Task<T> task;
    private final Thread thread = Thread.currentThread();
    private boolean interrupted;

    BlockingJoin(Task<T> task) {
        this.task = task;
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
        LockSupport.unpark(thread);
    }
}
