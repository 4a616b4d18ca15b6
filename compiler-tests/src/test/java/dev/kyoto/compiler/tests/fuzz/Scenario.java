package dev.kyoto.compiler.tests.fuzz;

/**
 * What happens at each step of one run, decided by nothing but the step's number.
 *
 * @param seed of the decisions
 * @param pendingPercent how many steps are not ready at their first poll
 * @param failingPercent how many steps fail
 * @param cancelledStep the step at which the block is dropped, or -1
 */
record Scenario(long seed, int pendingPercent, int failingPercent, int cancelledStep) {
    Scenario cancelledAt(int step) {
        return new Scenario(seed, pendingPercent, failingPercent, step);
    }

    /** How many polls of the step are pending. */
    int pendingPolls(int step) {
        return percent(step, 1) < pendingPercent ? 1 + percent(step, 2) % 2 : 0;
    }

    boolean fails(int step) {
        return percent(step, 3) < failingPercent;
    }

    private int percent(int step, int salt) {
        long bits = (seed * 31 + step) * 31 + salt; // mixed as SplitMix64 does
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return (int) Long.remainderUnsigned(bits ^ (bits >>> 31), 100);
    }
}
