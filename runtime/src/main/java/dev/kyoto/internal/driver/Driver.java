package dev.kyoto.internal.driver;

/** Where one worker waits, and what it hears there: I/O readiness and unparks. */
public interface Driver extends AutoCloseable {
    /**
     * Waits for readiness or an {@link #unpark()}, and dispatches readiness to wakers. A pending unpark makes it return at
     * once. Called by the driver's owner only; it may return early, so callers look at their condition again.
     *
     * @param timeoutNanos how long to wait at most; {@link Long#MAX_VALUE} for no limit, zero or less not to wait
     */
    void park(long timeoutNanos);

    /**
     * Makes the current or the next {@link #park} return. Callable from any thread; costs no system call unless the owner
     * is really parked. What the caller wrote before is visible to the owner after its {@code park} returns.
     */
    void unpark();

    /**
     * Dispatches what is ready, without waiting. Callable from any thread.
     *
     * @return false if another thread is polling this driver at the moment, true otherwise
     */
    boolean poll();

    /** What this driver has counted and holds, read by any thread, a little late. */
    default Reading read() {
        return new Reading(0, 0, 0);
    }

    /**
     * @param channels that are registered at the moment
     * @param readyEvents times that a channel was found ready
     * @param wakeups times that the owner was parked and had to be woken by a system call
     */
    record Reading(int channels, long readyEvents, long wakeups) {}

    /** Releases what the driver holds. Nobody parks here any more; a later {@link #unpark()} has no effect. */
    @Override
    void close();
}
