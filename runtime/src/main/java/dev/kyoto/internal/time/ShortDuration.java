package dev.kyoto.internal.time;

import java.util.Locale;

/** Durations for people: three digits and a unit. */
public final class ShortDuration {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private ShortDuration() {}

    /** {@code 12 ms}, {@code 1.25 s}, {@code 3 min 20 s}, {@code 5 h 2 min}, {@code 12 d 3 h}. */
    public static String text(long nanos) {
        if (nanos < SECOND) {
            return nanos / MILLI + " ms";
        } else if (nanos < MINUTE) {
            return String.format(Locale.ROOT, nanos < 10 * SECOND ? "%.2f s" : "%.1f s", (double) nanos / SECOND);
        } else if (nanos < HOUR) {
            return both(nanos, MINUTE, "min", SECOND, "s");
        } else if (nanos < DAY) {
            return both(nanos, HOUR, "h", MINUTE, "min");
        }
        return both(nanos, DAY, "d", HOUR, "h");
    }

    private static String both(long nanos, long unit, String name, long smaller, String smallerName) {
        long rest = nanos % unit / smaller;
        return nanos / unit + " " + name + (rest == 0 ? "" : " " + rest + " " + smallerName);
    }
}
