package dev.kyoto.time;

/** What an {@link Interval} does after a tick was asked for too late. */
public enum MissedTickBehavior {
    /** Catches up: the missed ticks follow at once, until the interval is back in its rhythm. The default. */
    BURST,

    /** Starts anew: the next tick comes one period after the late one. */
    DELAY,

    /** Leaves the missed ticks out: the next one is the next of the original rhythm. */
    SKIP
}
