package dev.kyoto.io;

/** What sizes may be. */
final class Limits {
    /** Every JVM can make an array of this length; some cannot make a longer one. */
    static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Limits() {}

    static int requireNotNegative(int limit) {
        requireNotNegative((long) limit);
        return limit;
    }

    static long requireNotNegative(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("The limit is " + limit + ", and must not be negative.");
        }
        return limit;
    }

    static int requirePositive(int size, String what) {
        if (size < 1) {
            throw new IllegalArgumentException("The " + what + " is " + size + ", and must be at least 1.");
        }
        return size;
    }
}
