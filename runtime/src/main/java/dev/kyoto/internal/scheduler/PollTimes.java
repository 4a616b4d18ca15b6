package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How long the polls of one worker took: a count for each of {@value #BUCKETS} ranges, four to each doubling, so that a reading
 * is off by a fifth at most. Written by the worker with opaque stores, read by anybody.
 */
public final class PollTimes {
    /** Ranges for each doubling, as a power of two. */
    private static final int PRECISION_BITS = 2;

    private static final int PER_OCTAVE = 1 << PRECISION_BITS;

    /** Enough for every long. */
    static final int BUCKETS = (Long.SIZE - PRECISION_BITS) * PER_OCTAVE;

    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[BUCKETS];

    /** The worker only. */
    void add(long nanos) {
        int bucket = bucketOf(Math.max(nanos, 0));
        COUNTS.setOpaque(counts, bucket, counts[bucket] + 1);
    }

    /** Adds all counts to {@code sums}, which is as long as {@link #bucketCount()}. */
    public void addTo(long[] sums) {
        for (int i = 0; i < BUCKETS; i++) {
            sums[i] += (long) COUNTS.getOpaque(counts, i);
        }
    }

    public static int bucketCount() {
        return BUCKETS;
    }

    static int bucketOf(long nanos) {
        if (nanos < PER_OCTAVE) {
            return (int) nanos;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int within = (int) (nanos >>> (octave - PRECISION_BITS)) & (PER_OCTAVE - 1);
        return (octave - PRECISION_BITS + 1) * PER_OCTAVE + within;
    }

    /** The least number of nanoseconds that belongs to {@code bucket}; to the one after the last, the greatest number there is. */
    public static long lowerBound(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket;
        }
        int octave = bucket / PER_OCTAVE + PRECISION_BITS - 1;
        if (octave >= Long.SIZE - 1) {
            return Long.MAX_VALUE;
        }
        return (PER_OCTAVE + bucket % PER_OCTAVE + 0L) << (octave - PRECISION_BITS);
    }
}
