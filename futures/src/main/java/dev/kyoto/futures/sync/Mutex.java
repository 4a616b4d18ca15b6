package dev.kyoto.futures.sync;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One at a time, across awaits.
 *
 * <pre>{@code
 * try (var guard = mutex.lock().await()) {
 *     balance = bank.read(account).await();
 *     bank.write(account, balance + 1).await();
 * }
 * }</pre>
 *
 * <p>Where nothing is awaited while it is held, a {@code java.util.concurrent} lock is cheaper and as good.
 *
 * <p><b>Fair.</b> The lock goes to the future that was polled first; nobody overtakes. <b>Not re-entrant.</b> A task that
 * locks a mutex which it holds already waits for itself, for ever. An exception leaves nothing poisoned: closing the
 * guard is all that unlocks.
 *
 * <p>Who waits can be told who holds it ({@link dev.kyoto.futures.AwaitTree}): the task whose poll of {@link #lock()} got it, wherever
 * the guard went since. Of a guard from {@link #tryLock()}, and outside of a runtime, it is not known.
 *
 * <p>Thread-safe. What happened before a guard was closed is visible to the next holder.
 */
public final class Mutex {
    private static final AcquiringHandle.Purpose<Guard> LOCK =
            new AcquiringHandle.Purpose<>(AcquiringHandle.Kind.MUTEX, "Mutex.lock()", Guard::new);

    private final Permits permits = new Permits(1);

    /**
     * Waits until the mutex is free and locks it.
     *
     * <p><b>Cancel safety.</b> A dropped future loses its place in the queue and nothing else: if it was its turn already,
     * the next waiter gets the lock.
     */
    @CancelSafe
    public Future<Guard> lock() {
        return new AcquiringHandle<>(permits, 1, LOCK);
    }

    /**
     * {@link #lock()} for a thread that may block.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; it has no guard then
     * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #lock()}
     */
    public Guard blockingLock() throws InterruptedException {
        return Blocking.on(lock());
    }

    /** Locks if the mutex is free and nobody waits for it, else yields null. A null is fine in try-with-resources. */
    public @Nullable Guard tryLock() {
        return permits.tryAcquire(1) ? new Guard(permits, 1) : null;
    }

    /**
     * Locks, runs {@code block}, unlocks, however the block ends.
     *
     * <p><b>Cancel safety.</b> That of the block: a dropped future drops the block half-way, then unlocks.
     */
    public <T extends @Nullable Object> Future<T> withLock(AsyncBlock<T> block) {
        return new WithGuard<>(lock(), Objects.requireNonNull(block, "block"), "Mutex.withLock(…)");
    }

    /** Whether somebody holds the mutex at this moment; for diagnostics only. */
    public boolean isLocked() {
        return permits.available() == 0;
    }

    @Override
    public String toString() {
        return isLocked() ? "Mutex[locked]" : "Mutex[free]";
    }

    /** The right to be inside. Closing it unlocks the mutex for the next in line; use it with try-with-resources. */
    public static final class Guard extends PermitHandle {
        private Guard(Permits permits, int count) {
            super(permits, count);
        }

        @Override
        AcquiringHandle.Kind kind() {
            return AcquiringHandle.Kind.MUTEX;
        }
    }
}
