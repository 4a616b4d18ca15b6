package dev.kyoto.internal.time;

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
            return nanos < 10 * SECOND ? decimal(nanos / (10 * MILLI), 100) : decimal(nanos / (100 * MILLI), 10);
        } else if (nanos < HOUR) {
            return both(nanos, MINUTE, "min", SECOND, "s");
        } else if (nanos < DAY) {
            return both(nanos, HOUR, "h", MINUTE, "min");
        }
        return both(nanos, DAY, "d", HOUR, "h");
    }

    /** {@code units} parts of a second, of which there are {@code of}. */
    private static String decimal(long units, int of) {
        long rest = units % of;
        return units / of + (of == 100 && rest < 10 ? ".0" : ".") + rest + " s";
    }

    private static String both(long nanos, long unit, String name, long smaller, String smallerName) {
        long rest = nanos % unit / smaller;
        return nanos / unit + " " + name + (rest == 0 ? "" : " " + rest + " " + smallerName);
    }
}
