package dev.kyoto.internal.scheduler;

/**
 * Whether the polls of one worker take long: then it has another worker watch for I/O before it begins the next ones. That costs a
 * wake, so it is not worth it for short ones, after which the worker watches itself again.
 */
final class Pace {
    /** A wake of another thread takes up to 15 µs of processor time: little next to this. */
    private static final long LONG_POLL_NANOS = 100_000;

    private long polls;
    private long since;
    private boolean slow;

    /** The worker begins to poll. */
    void begin(long nanos, long polls) {
        since = nanos;
        this.polls = polls;
    }

    /** The worker pauses. */
    void end(long nanos, long polls) {
        long count = polls - this.polls;
        if (count > 0) {
            slow = nanos - since > LONG_POLL_NANOS * count;
        }
    }

    /** Whether the polls from the last beginning to the last end took long, on average. */
    boolean isSlow() {
        return slow;
    }
}
