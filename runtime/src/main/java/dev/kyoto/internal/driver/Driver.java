package dev.kyoto.internal.driver;

/** What hears of I/O readiness, for the workers that sleep in its {@link Parker}s. All methods may be called from any thread. */
public interface Driver extends AutoCloseable {
    /** A place to sleep for one more worker. */
    Parker newParker();

    /**
     * Dispatches what is ready to wakers, without waiting. A worker that wants to watch meanwhile finds that somebody is at it, and
     * sleeps without; a thread that does not itself come to sleep here therefore calls {@link #handOver} afterwards.
     *
     * @return false if another thread is polling this driver at the moment, true otherwise
     */
    boolean poll();

    /**
     * Sees to it that somebody watches for readiness while those workers that are awake have no time to: wakes one that
     * sleeps without watching, unless another one watches.
     */
    default void handOver() {}

    /** What this driver has counted and holds, read by any thread, a little late. */
    default Reading read() {
        return new Reading(0, 0, 0);
    }

    /**
     * @param channels that are registered at the moment
     * @param readyEvents times that a channel was found ready
     * @param wakeups times that a worker was parked and had to be woken by a system call
     */
    record Reading(int channels, long readyEvents, long wakeups) {}

    /** Releases what the driver holds. Nobody parks here any more; a later {@link Parker#unpark()} has no effect. */
    @Override
    void close();
}
