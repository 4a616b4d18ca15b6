package dev.kyoto.internal.scheduler;

import dev.kyoto.time.Clock;

/**
 * When a task was spawned, in four bytes: units of about 8 milliseconds on the runtime's clock, from the start of the scheduler.
 * A worker takes the time of its last look around, so that spawning costs no look at the clock; from outside the clock is read.
 */
final class SpawnTime {
    /** Then the four bytes are used up after 417 days; a task older than that seems younger. */
    private static final int UNIT_SHIFT = 23;

    private final Clock clock;
    private final long start;

    SpawnTime(Clock clock) {
        this.clock = clock;
        this.start = clock.nanos();
    }

    int now() {
        return (int) (clock.nanos() - start >>> UNIT_SHIFT);
    }

    /** How long ago that was, in nanoseconds. */
    long nanosSince(int spawned) {
        return Integer.toUnsignedLong(now() - spawned) << UNIT_SHIFT;
    }
}
