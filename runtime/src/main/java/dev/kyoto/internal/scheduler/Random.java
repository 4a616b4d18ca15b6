package dev.kyoto.internal.scheduler;

/** A small generator of pseudo-random numbers (Marsaglia's xorshift64*) for one worker: fast, seedable, not thread-safe. */
final class Random {
    private static final long MULTIPLIER = 0x2545F4914F6CDD1DL;

    private long state;

    Random(long seed) {
        state = seed == 0 ? MULTIPLIER : seed;
    }

    /** A generator for one of the workers of a runtime: each gets a sequence of its own from the one seed. */
    static Random ofWorker(long seed, int worker) {
        // Steele's SplitMix64: neighbouring seeds give unrelated states.
        long mixed = seed + (worker + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return new Random(mixed ^ (mixed >>> 31));
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
