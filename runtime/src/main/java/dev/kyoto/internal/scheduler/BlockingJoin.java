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
    private Poll<T> outcome = Poll.pending();
    private boolean interrupted;

    BlockingJoin(Task<T> task) {
        this.task = task;
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
        }
        return outcome;
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
