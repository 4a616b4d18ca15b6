package dev.kyoto.internal.scheduler;

/** A small generator of pseudo-random numbers (Marsaglia's xorshift64*) for one worker: fast, seedable, not thread-safe. */
final class Random {
    private static final long MULTIPLIER = 0x2545F4914F6CDD1DL;

    private long state;

    Random(long seed) {
        state = seed == 0 ? MULTIPLIER : seed;
    }

    /** From 0 to {@code bound - 1}. */
    int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, but is " + bound);
        }
        state ^= state >>> 12;
        state ^= state << 25;
        state ^= state >>> 27;
        long bits = (state * MULTIPLIER) >>> 32;
        return (int) ((bits * bound) >>> 32);
    }
}
