package dev.kyoto.time;

import java.time.Instant;

/** The machine's clock: steady for durations, the calendar's for instants. */
final class SystemClock extends Clock {
    static final SystemClock INSTANCE = new SystemClock();

    /** So that the readings are small and positive, and sums with long durations do not overflow early. */
    private static final long START = System.nanoTime();

    private SystemClock() {}

    @Override
    public long nanos() {
        return System.nanoTime() - START;
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long realNanosUntil(long deadline) {
        return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - nanos();
    }
}
