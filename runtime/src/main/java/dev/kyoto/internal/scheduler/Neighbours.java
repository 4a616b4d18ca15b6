package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Waker;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does for others that are in a long poll: it looks after their drivers and timers, and takes what they would
 * run next. For those that the {@link Monitor} found stuck, whenever it looks at its own driver. Before it sleeps it also looks
 * at one of the others, each time the next: so a poll that is long, but not yet long enough for the monitor, holds up little
 * as long as somebody is idle now and then.
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

    /**
     * Looks after those that the {@link Monitor} found stuck.
     *
     * @param due an empty list of the caller's
     * @param wake the caller's way to wake, which throws nothing
     */
    void lookAfterStuck(List<Waker> due, Consumer<Waker> wake) {
        Crew crew = worker.scheduler().crew();
        if (crew.stuck() == 0) {
            return;
        }
        for (Worker other : crew.workers()) {
            if (other.isStuck() && other != worker) {
                lookAfter(other, due, wake);
                other.post().visited();
            }
        }
    }

    /** Any thread but that of {@code other}, which is in a poll: does what {@code other} cannot do meanwhile. */
    static void lookAfter(Worker other, List<Waker> due, Consumer<Waker> wake) {
        other.driver().poll();
        other.driver().handOver(); // whoever wanted to watch in that moment could not
        other.timers().fire(due, wake);
        other.deferred().steal(waker -> resume(waker, other.scheduler(), wake));
        Task<?> next = other.slot().peek();
        if (next != null && other.slot().steal(next)) {
            other.scheduler().schedule(next);
        }
    }

    private static void resume(Waker deferred, Scheduler scheduler, Consumer<Waker> wake) {
        if (deferred instanceof Task<?> task) {
            scheduler.schedule(task);
        } else {
            wake.accept(deferred);
        }
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
