package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
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
 * <p>Thread-safe. What happened before a guard was closed is visible to the next holder.
 */
public final class Mutex {
    private final Permits permits = new Permits(1);

    /**
     * Waits until the mutex is free and locks it.
     *
     * <p><b>Cancel safety.</b> A dropped future loses its place in the queue and nothing else: if it was its turn already,
     * the next waiter gets the lock.
     */
    @CancelSafe
    public Future<Guard> lock() {
        return new Lock(permits);
    }

    /** Locks if the mutex is free and nobody waits for it, else yields null. A null is fine in try-with-resources. */
    public @Nullable Guard tryLock() {
        return permits.tryAcquire(1) ? new Guard(permits) : null;
    }

    /**
     * Locks, runs {@code block}, unlocks, however the block ends.
     *
     * <p><b>Cancel safety.</b> That of the block: a dropped future drops the block half-way, then unlocks.
     */
    public <T extends @Nullable Object> Future<T> withLock(AsyncBlock<T> block) {
        return new WithLock<>(lock(), block);
    }

    /** Whether somebody holds the mutex at this moment; for diagnostics only. */
    public boolean isLocked() {
        return permits.available() == 0;
    }

    @Override
    public String toString() {
        return isLocked() ? "Mutex[locked]" : "Mutex[free]";
    }

    /** The right to be inside. Closing it unlocks the mutex; use it with try-with-resources. Thread-safe. */
    public static final class Guard extends Handle {
        private final Permits permits;

        private Guard(Permits permits) {
            this.permits = permits;
        }

        /** Unlocks the mutex; the next waiter has it then. Closing twice does nothing. */
        @Override
        public void close() {
            if (end()) {
                permits.release(1);
            }
        }
    }

    private static final class Lock extends Acquiring<Guard> {
        Lock(Permits permits) {
            super(permits, 1);
        }

        @Override
        Poll<Guard> acquired() {
            return readyWith(new Guard(permits));
        }

        @Override
        RuntimeException refused() {
            throw new AssertionError("a mutex is never closed");
        }

        @Override
        protected String describe() {
            return "Mutex.lock()";
        }
    }

    /** First the lock, then the block, and the guard is closed when the block is done, fails or is dropped. */
    private static final class WithLock<T extends @Nullable Object> extends AbstractFuture<T> {
        private final Future<Guard> lock;
        private final AsyncBlock<T> block;
        private @Nullable Guard guard;
        private @Nullable Future<T> body;

        WithLock(Future<Guard> lock, AsyncBlock<T> block) {
            this.lock = lock;
            this.block = block;
        }

        @Override
        protected Poll<T> step(Context cx) throws Exception {
            Guard guard = this.guard;
            if (guard == null) {
                Poll<Guard> locked = lock.poll(cx);
                if (locked.isPending()) {
                    return Poll.pending();
                }
                guard = locked.value();
                this.guard = guard;
            }
            boolean finished = true;
            try {
                if (body == null) {
                    body = CompiledBlock.start(block);
                }
                Poll<T> result = body.poll(cx);
                finished = result.isReady();
                return finished ? readyWith(result.value()) : result;
            } finally {
                if (finished) {
                    guard.close();
                }
            }
        }

        @Override
        protected void dropped() {
            lock.cancel();
            if (body != null) {
                body.cancel();
            }
            if (guard != null) {
                guard.close();
            }
        }

        @Override
        protected String describe() {
            return "Mutex.withLock(…)";
        }
    }
}
