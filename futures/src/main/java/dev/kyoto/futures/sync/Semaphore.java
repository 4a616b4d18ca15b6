package dev.kyoto.futures.sync;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/**
 * So many at a time: a counter of permits that futures wait for.
 *
 * <pre>{@code
 * var connections = new Semaphore(100);
 * try (var permit = connections.acquire().await()) {
 *     …                                  // at most 100 tasks are here
 * }
 * }</pre>
 *
 * <p><b>Fair.</b> Permits are given in the order in which the futures were first polled. A request for many permits
 * collects them at the head of the queue, and the small ones behind it wait for it. {@code tryAcquire} gets nothing as
 * long as somebody waits.
 *
 * <p>Thread-safe. What happened before a permit was closed is visible to whoever acquires it next.
 */
public final class Semaphore implements AutoCloseable {
    private static final AcquiringHandle.Purpose<Permit> ACQUIRE =
            new AcquiringHandle.Purpose<>(AcquiringHandle.Kind.SEMAPHORE, "Semaphore.acquire(…)", Permit::new);

    private final Permits permits;

    /**
     * A semaphore with {@code permits} free permits.
     *
     * @throws IllegalArgumentException if {@code permits} is negative
     */
    public Semaphore(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("A semaphore starts with 0 permits or more, not " + permits + ".");
        }
        this.permits = new Permits(permits);
    }

    /** {@link #acquire(int) acquire(1)}. */
    @CancelSafe
    public Future<Permit> acquire() {
        return acquire(1);
    }

    /**
     * Waits for {@code count} permits.
     *
     * <p>The future fails with {@link ClosedException} if the semaphore is or gets closed.
     *
     * <p><b>Cancel safety.</b> A dropped future loses its place in the queue and nothing else: permits that it has been
     * given already go to the next waiter.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    @CancelSafe
    public Future<Permit> acquire(int count) {
        requirePositive(count);
        return new AcquiringHandle<>(permits, count, ACQUIRE);
    }

    /** {@link #blockingAcquire(int) blockingAcquire(1)}. */
    public Permit blockingAcquire() throws InterruptedException {
        return blockingAcquire(1);
    }

    /**
     * {@link #acquire(int)} for a thread that may block.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; it has no permit then
     * @throws ClosedException if the semaphore is or gets closed
     * @throws IllegalArgumentException if {@code count} is less than 1
     * @throws IllegalStateException on a worker thread of a runtime: in an async block await {@link #acquire(int)}
     */
    public Permit blockingAcquire(int count) throws InterruptedException {
        return Blocking.on(acquire(count));
    }

    /** {@link #tryAcquire(int) tryAcquire(1)}. */
    public @Nullable Permit tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * {@code count} permits if they are free and nobody waits, else null. A null is fine in try-with-resources.
     *
     * @throws ClosedException if the semaphore is closed
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public @Nullable Permit tryAcquire(int count) {
        requirePositive(count);
        if (permits.tryAcquire(count)) {
            return new Permit(permits, count);
        }
        if (permits.isClosed()) {
            throw closedException();
        }
        return null;
    }

    /**
     * Adds {@code count} permits that nobody acquired before. Waiters get them first.
     *
     * @throws IllegalArgumentException if {@code count} is negative, or more than {@link Integer#MAX_VALUE} would be free
     */
    public void addPermits(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("addPermits(" + count + "): to take permits away, forgetPermits("
                    + -(long) count + "), or acquire them and forget() the permit.");
        }
        permits.release(count);
    }

    /**
     * Takes up to {@code count} free permits away for good. Never waits: those that are out, or that a waiter at the head
     * is collecting, it leaves.
     *
     * @return how many were taken away
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public int forgetPermits(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "forgetPermits(" + count + "): to add permits, addPermits(" + -(long) count + ").");
        }
        return permits.forget(count);
    }

    /** The permits that are free at this moment: those that a waiter at the head is collecting are not. */
    public int availablePermits() {
        return permits.available();
    }

    /**
     * Ends the handing out of permits: whoever waits, and everybody later, fails with {@link ClosedException}. Permits
     * that are out stay valid. Closing twice does nothing.
     */
    @Override
    public void close() {
        permits.close();
    }

    public boolean isClosed() {
        return permits.isClosed();
    }

    @Override
    public String toString() {
        return "Semaphore[" + availablePermits() + " free" + (isClosed() ? ", closed]" : "]");
    }

    private static void requirePositive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("acquire(" + count + "): ask for at least 1 permit.");
        }
    }

    static ClosedException closedException() {
        return new ClosedException("The semaphore was closed; it gives out no permits any more.");
    }

    /** Permits that were acquired together. Closing returns them; use it with try-with-resources. Thread-safe. */
    public static final class Permit extends PermitHandle {
        private Permit(Permits permits, int count) {
            super(permits, count);
        }

        @Override
        AcquiringHandle.Kind kind() {
            return AcquiringHandle.Kind.SEMAPHORE;
        }

        /** How many permits this stands for; 0 once it was closed, forgotten or merged. */
        public int count() {
            return held();
        }

        /**
         * Hands {@code count} of these permits to a permit of their own, to be closed on its own.
         *
         * @throws IllegalArgumentException if {@code count} is less than 1
         * @throws IllegalStateException if this stands for fewer, as it does once it was closed
         */
        public Permit split(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("split(" + count + "): split off at least 1 permit.");
            }
            if (!take(count)) {
                throw new IllegalStateException("A permit that stands for " + held() + " cannot split off " + count
                        + "." + (isOpen() ? " Acquire more at first." : " It was closed: split it before."));
            }
            return new Permit(permits, count);
        }

        /**
         * Takes over the permits of {@code other}, which stands for none then and need not be closed.
         *
         * @throws IllegalArgumentException if {@code other} is this permit, or of another semaphore
         * @throws IllegalStateException if one of the two was closed
         */
        public void merge(Permit other) {
            if (other == this || other.permits != permits) {
                throw new IllegalArgumentException(
                        "Only another permit of the same semaphore can be merged into this one.");
            }
            int more = isOpen() ? other.endAndTake() : ENDED;
            if (more == ENDED) {
                throw new IllegalStateException("A permit that was closed cannot be merged. Merge before the close.");
            }
            put(more);
        }

        /** Destroys the permits: they do not go back to the semaphore. Does nothing after {@link #close()}. */
        public void forget() {
            endAndTake();
        }

        @Override
        public String toString() {
            return "Permit[" + count() + "]";
        }
    }
}
