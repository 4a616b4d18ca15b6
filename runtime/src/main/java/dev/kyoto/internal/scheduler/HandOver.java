package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Code on a worker's thread that blocks on purpose: while this is open, another worker has the post, and everything that
 * waited for this one. Opened and closed in a poll, by the thread that blocks:
 *
 * <pre>{@code
 * try (var handOver = HandOver.begin()) {
 *     return code.call();
 * }
 * }</pre>
 *
 * <p>At the end, the worker takes its post back if nobody has come to it yet. Otherwise it finishes its poll without one, and
 * then goes to the bench of the {@link Crew}. Nothing is handed over where no other thread can come: on a runtime without
 * threads, on a thread that is no worker, and when all spare workers are in use; then the code just blocks.
 */
public final class HandOver implements AutoCloseable {
    private static final HandOver NOTHING = new HandOver(null, null);

    private final @Nullable Worker worker;
    private final @Nullable Worker spare;

    private HandOver(@Nullable Worker worker, @Nullable Worker spare) {
        this.worker = worker;
        this.spare = spare;
    }

    /** On the calling thread; if it has begun already, nothing more happens. */
    public static HandOver begin() {
        if (!(Thread.currentThread() instanceof WorkerThread thread) || thread.worker.watch().inHandOver) {
            return NOTHING;
        }
        Worker worker = thread.worker;
        worker.setStuck();
        worker.handOnTasks();
        Worker spare = worker.scheduler().crew().relieve(worker);
        worker.watch().inHandOver = spare != null; // else it is watched like every poll
        return new HandOver(worker, spare);
    }

    /** Whether another worker has come, or will. */
    public boolean isHandedOver() {
        return spare != null;
    }

    @Override
    public void close() {
        if (worker != null && spare != null) {
            worker.watch().inHandOver = false;
            worker.scheduler().crew().takeBack(worker, spare);
        }
    }
}
