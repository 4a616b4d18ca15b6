package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * What a worker does for the others before it sleeps: it looks at one of them, each time the next, and if that is in the
 * same poll for a while, its driver and its timers are looked after. So a poll that is long, but not yet long enough for the
 * {@link Monitor}, holds up little as long as others are idle now and then.
 */
final class Neighbours {
    /** One tick of the timers: shorter delays are in their nature. */
    private static final long LONG_POLL_NANOS = 1_000_000;

    private final Worker worker;
    private final long[] polls;
    private final long[] since;
    private int next;

    /** @param most how many workers there may ever be */
    Neighbours(Worker worker, int most) {
        this.worker = worker;
        this.polls = new long[most];
        this.since = new long[most];
    }

    /** Another worker that is in a long poll, if that is the one whose turn it is; or null. */
    @Nullable Worker inLongPoll() {
        Worker[] workers = worker.scheduler().crew().workers();
        if (workers.length == 1) {
            return null;
        }
        next = next + 1 < workers.length ? next + 1 : 0;
        Worker other = workers[next];
        if (other == worker || other.current() == null) {
            return null;
        }
        long count = other.counters().get(Counters.Counter.POLLS);
        long now = System.nanoTime();
        if (count != polls[next]) {
            polls[next] = count;
            since[next] = now;
            return null;
        }
        return now - since[next] < LONG_POLL_NANOS ? null : other;
    }
}
