package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.driver.Driver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All workers of a scheduler: those at their {@link Post}s, those that were relieved because their thread blocks, and those
 * on the bench, who are ready to take a post.
 *
 * <pre>
 *                     relieve                             the poll ends
 *   AT ITS POST ───────────────────▶ ABSENT, in a poll ───────────────────▶ ON THE BENCH
 *        ▲                                                                      │
 *        └──────────────────────────────────────────────────────────────────────┘
 *                                relieves somebody else
 * </pre>
 *
 * <p>A relieved worker never asks for its post back: its poll over, it gives its tasks to the others and sits down on the
 * bench, and the one that relieved it stays. So as many threads run tasks as the runtime was built with, plus those that
 * block; and nobody has to wait for a worker that may block in its turn. Go's scheduler hands its processors on alike.
 *
 * <p>Workers are added, never removed: their number is bounded, and a thread on the bench costs its stack.
 */
final class Crew {
    private final Scheduler scheduler;
    private final List<Driver> drivers = new ArrayList<>();
    private final Post[] posts;
    private final int most;

    /** Those at work from the start first. Replaced under the lock of {@link #bench}. */
    private volatile Worker[] workers;

    private final Deque<Worker> bench = new ArrayDeque<>();

    /** Relieved workers that are still in their poll. */
    private final AtomicInteger absent = new AtomicInteger();

    /** How many workers are stuck, and not relieved: their posts are looked after by those who come by. */
    private volatile int stuck;

    Crew(Scheduler scheduler) {
        Options options = scheduler.options();
        this.scheduler = scheduler;
        int count = Math.max(1, options.workers());
        this.most = options.workers() == 0 ? 1 : count + options.monitor().maxSpares();
        this.posts = new Post[count];
        this.workers = new Worker[count];
        for (int i = 0; i < count; i++) {
            if (i % options.tuning().workersPerDriver() == 0) {
                drivers.add(options.driverFactory().get());
            }
            posts[i] = new Post(i, drivers.get(drivers.size() - 1), options.clock());
            workers[i] = new Worker(scheduler, i, most, posts[i], false);
            posts[i].leave(workers[i]);
        }
    }

    // ---- who is there

    /** The posts, of which there are as many as the runtime was built with workers. */
    int size() {
        return posts.length;
    }

    Post post(int index) {
        return posts[index];
    }

    /** What the posts share in groups. Not to be written to. */
    List<Driver> drivers() {
        return drivers;
    }

    /** All workers that there are at the moment, by their indices. Not to be written to. */
    Worker[] workers() {
        return workers;
    }

    /** The worker that was there first: with the callers of {@code blockOn} in its seat if it has no thread. */
    Worker first() {
        return workers[0];
    }

    void unparkAll() {
        for (Post post : posts) {
            post.parker().unpark();
        }
        for (Worker worker : workers) {
            worker.attendance().unparkFromBench();
        }
    }

    // ---- workers that block

    /**
     * Any thread: lets another worker take the post of {@code worker}, which is in a poll. No effect if it has just left
     * that poll.
     *
     * @return the worker that comes, or null if {@code worker} stays
     */
    @Nullable Worker relieve(Worker worker) {
        Worker spare = spare(worker.post());
        if (spare == null) {
            return null;
        }
        absent.incrementAndGet(); // before the worker can notice, and come to the bench
        if (!worker.post().relieve(worker, spare)) {
            absent.decrementAndGet();
            putOnBench(spare);
            return null;
        }
        spare.attendance().assign(worker.post());
        return spare;
    }

    /** The thread of {@code worker}, which {@code spare} relieved: takes the post back if the spare has not come to it yet. */
    boolean takeBack(Worker worker, Worker spare) {
        if (!worker.post().relieve(spare, worker)) {
            return false;
        }
        absent.decrementAndGet();
        return true;
    }

    /** A relieved worker whose poll is over and whose tasks are handed on. */
    void sitDown(Worker worker) {
        putOnBench(worker);
        if (absent.decrementAndGet() == 0) {
            AutoAdvance virtualTime = scheduler.autoAdvance();
            if (virtualTime != null) {
                virtualTime.lookAgain();
            }
        }
    }

    void putOnBench(Worker worker) {
        synchronized (bench) {
            bench.addLast(worker);
        }
    }

    private @Nullable Worker spare(Post post) {
        synchronized (bench) {
            Worker spare = bench.pollLast();
            return spare != null ? spare : recruit(post);
        }
    }

    private @Nullable Worker recruit(Post post) {
        if (workers.length == most) {
            return null;
        }
        Worker recruit = new Worker(scheduler, workers.length, most, post, true);
        try {
            if (!scheduler.start(recruit)) {
                return null;
            }
        } catch (OutOfMemoryError refused) { // by the operating system; it may be kinder later
            return null;
        }
        List<Worker> all = new ArrayList<>(List.of(workers));
        all.add(recruit);
        workers = all.toArray(new Worker[0]);
        scheduler.audience().welcome(recruit);
        return recruit;
    }

    /** Whether a task is in a poll on a worker that was relieved: not everything is at rest when all posts sleep. */
    boolean hasAbsent() {
        return absent.get() > 0;
    }

    int stuck() {
        return stuck;
    }

    /** The {@link Monitor}: how many posts have to be looked after. */
    void setStuck(int stuck) {
        this.stuck = stuck;
    }
}
