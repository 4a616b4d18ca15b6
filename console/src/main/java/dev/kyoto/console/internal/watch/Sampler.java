package dev.kyoto.console.internal.watch;

/**
 * Decides of how many tasks one is watched, so that the console neither slows the program down nor grows, and sees as much as
 * it can. What is decided is shown: nothing is dropped silently.
 *
 * <p>When a limit is exceeded, the sample becomes coarser at once, by as much as is needed; when all is calm for a while, finer by
 * half. The limits are in watched tasks, so that they hold at any size of the sample. Not thread-safe.
 */
final class Sampler {
    /**
     * Tasks watched at a time. Each takes some hundred bytes, and with its two histograms some three hundred: less than 40 MB.
     */
    static final int MOST_TASKS = 100_000;

    /** New watched tasks a second: each takes about a quarter of a microsecond, hence a four-hundredth of a processor. */
    static final int MOST_SPAWNS = 10_000;

    /**
     * Told polls a second: each takes up to a tenth of a microsecond, hence a fiftieth of a processor. They count only where there
     * are many tasks: of a few that are polled very often, others would be hidden by a coarser sample; {@link TaskWatch} takes
     * fewer times of those instead.
     */
    static final int MOST_POLLS = 200_000;

    static final int FEW_TASKS = 500;

    /** Coarser is not possible. */
    static final int COARSEST = 1 << 20;

    /** How long it must be calm. */
    private static final long CALM_NANOS = 5_000_000_000L;

    private int oneOf = 1;
    private long calmSince;

    Sampler(long now) {
        calmSince = now;
    }

    int oneOf() {
        return oneOf;
    }

    /**
     * Looks at what happened since the last look.
     *
     * @param watched tasks that are watched now
     * @param spawns watched tasks that were added a second
     * @param polls polls told a second
     * @param overflow whether a task found no place
     * @return whether the sample has changed
     */
    boolean look(long now, long watched, double spawns, double polls, boolean overflow) {
        double excess = Math.max(
                Math.max((double) watched / MOST_TASKS, overflow ? 2 : 0),
                Math.max(spawns / MOST_SPAWNS, watched > FEW_TASKS ? polls / MOST_POLLS : 0));
        if (excess > 1) {
            calmSince = now;
            return become(oneOf * powerOfTwoAbove(excess));
        }
        if (excess > 0.25) { // twice as many would be half of what is allowed
            calmSince = now;
        }
        if (oneOf > 1 && now - calmSince >= CALM_NANOS) {
            calmSince = now;
            return become(oneOf / 2);
        }
        return false;
    }

    private boolean become(long wanted) {
        int before = oneOf;
        oneOf = (int) Math.min(wanted, COARSEST);
        return oneOf != before;
    }

    private static long powerOfTwoAbove(double factor) {
        long power = 2;
        while (power < factor && power < COARSEST) {
            power *= 2;
        }
        return power;
    }
}
