package dev.kyoto.internal.scheduler;

/**
 * After how many tasks of its own a worker looks into the injection queue first. A fixed number would be too often for
 * short polls and too rare for long ones, so it is tuned to a time: an exponentially weighted mean of the poll times.
 *
 * <p>Method and numbers are Tokio's.
 */
final class InjectionInterval {
    private static final double TARGET_NANOS = 200_000;
    private static final int START = 61;
    private static final int LEAST = 2;
    private static final int MOST = 127;

    /** The weight of one more poll in the mean. */
    private static final double WEIGHT = 0.1;

    /** Smaller changes are noise. */
    private static final int HYSTERESIS = 2;

    private double meanPollNanos = TARGET_NANOS / START;
    private final boolean tuned;
    private int interval;
    private int left;
    private long batchStart;
    private long pollsAtStart;

    /** @param fixed the interval, or 0 to have it tuned */
    InjectionInterval(int fixed) {
        tuned = fixed == 0;
        interval = tuned ? START : fixed;
        left = interval;
    }

    /** Once per task taken: whether it is the injection queue's turn. */
    boolean isDue() {
        return --left <= 0;
    }

    /** At the injection queue's turn: measures the batch that has ended, and starts the next. */
    void tune(long now, long polls) {
        long done = polls - pollsAtStart;
        if (tuned && batchStart != 0 && done > 0) {
            double mean = (now - batchStart) / (double) done;
            double weight = 1 - Math.pow(1 - WEIGHT, done);
            meanPollNanos = weight * mean + (1 - weight) * meanPollNanos;
            int tuned = (int) Math.max(LEAST, Math.min(MOST, TARGET_NANOS / Math.max(1, meanPollNanos)));
            if (Math.abs(tuned - interval) > HYSTERESIS) {
                interval = tuned;
            }
        }
        batchStart = now == 0 ? 1 : now;
        pollsAtStart = polls;
        left = interval;
    }

    /** The worker goes to sleep: the running batch must not count the time asleep. */
    void interrupted() {
        batchStart = 0;
    }

    int value() {
        return interval;
    }
}
