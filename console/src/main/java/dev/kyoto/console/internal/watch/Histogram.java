package dev.kyoto.console.internal.watch;

/**
 * How long something took, in {@value #BUCKETS} ranges, each twice as wide as the one before: less than a microsecond in the
 * first, four seconds or more in the last. Written by one thread at a time, read by any: a count may be a moment old.
 */
public final class Histogram {
    /** The first range ends at 2 to this power, in nanoseconds. */
    private static final int FIRST_BITS = 10;

    public static final int BUCKETS = 24;

    private final int[] counts = new int[BUCKETS];

    void add(long nanos) {
        counts[bucketOf(nanos)]++;
    }

    static int bucketOf(long nanos) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(nanos, 0));
        return Math.min(Math.max(bits - FIRST_BITS, 0), BUCKETS - 1);
    }

    /** Where a range ends, in nanoseconds; that of the last is open, and this is where it would. */
    public static long upperBound(int bucket) {
        return 1L << (FIRST_BITS + bucket);
    }

    /** The counts at this moment. */
    public int[] counts() {
        return counts.clone();
    }

    /**
     * The time, in nanoseconds, that {@code share} of all took no longer than: the end of the range that it falls into, hence up
     * to twice as long as it is; 0 if there is nothing.
     */
    public static long percentile(int[] counts, double share) {
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        long rank = (long) Math.ceil(total * share);
        for (int bucket = 0; bucket < counts.length && rank > 0; bucket++) {
            rank -= counts[bucket];
            if (rank <= 0) {
                return upperBound(bucket);
            }
        }
        return 0;
    }
}
