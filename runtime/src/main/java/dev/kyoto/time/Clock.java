package dev.kyoto.time;

import java.time.Instant;

/**
 * What a runtime takes for the time. Every runtime has one: {@link #system()}, or a {@link VirtualClock} that a test moves.
 *
 * <p><b>Threads.</b> All methods may be called from any thread.
 */
public abstract sealed class Clock permits SystemClock, VirtualClock {
    Clock() {}

    /** The machine's clock. */
    public static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** Nanoseconds since some fixed moment of the clock's past. Never goes back, whatever happens to the calendar. */
    public abstract long nanos();

    /** The time of the calendar. */
    public abstract Instant instant();

    /**
     * For runtimes: how long a thread waits, in real nanoseconds, until {@link #nanos()} is {@code deadline}; zero or less if
     * it is past, {@link Long#MAX_VALUE} if waiting does not help.
     */
    public abstract long realNanosUntil(long deadline);
}
