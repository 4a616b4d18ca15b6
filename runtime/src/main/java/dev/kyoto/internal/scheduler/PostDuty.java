package dev.kyoto.internal.scheduler;

import static dev.kyoto.internal.scheduler.Counters.Counter.BUSY_NANOS;
import static dev.kyoto.internal.scheduler.Counters.Counter.IDLE_WAKES;
import static dev.kyoto.internal.scheduler.Counters.Counter.PARKS;
import static dev.kyoto.internal.scheduler.Counters.Counter.POLLS;

import dev.kyoto.futures.Waker;
import dev.kyoto.internal.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does at its {@link Post}, between two tasks: looks at the driver, the clock and its neighbours, wakes the tasks
 * that gave up their turn, searches for others, and sleeps when there are none.
 *
 * <p>Tasks that do nothing but give way are woken without a look at the driver, which costs a system call, and without a look at
 * the other workers: both come at their interval, before the tasks are woken, so that these hold up nobody. Tokio, which looks
 * each time, needs more than twice as long for a mutex whose holder yields.
 *
 * <p>For the thread that drives the worker.
 */
final class PostDuty {
    private final Worker worker;
    private final Scheduler scheduler;
    private final TaskSource source;
    private final RingQueue ring;
    private final Counters counters;
    private final Neighbours neighbours;
    private final int driverInterval;

    private final Consumer<Waker> wake = this::wakeGuarded;
    private final Consumer<Waker> resume = this::resume;

    /** Tasks that gave up their turn: resumed when there are no others here, or at a look at the driver. */
    private final DeferredWakers deferred = new DeferredWakers();

    /** Scratch space of the timers. */
    private final List<Waker> due = new ArrayList<>();

    /** With a virtual clock: the polls counted when the worker went to sleep last. */
    private long pollsAtSleep;

    /** When the worker woke up last. */
    private long busySince = System.nanoTime();

    /** When this looked around last: what tasks that are spawned here take for the time. */
    private int lookedAt;

    private final Pace pace = new Pace();
    private int turnsToDriver;

    /**
     * How many of the tasks that the last look at the driver woke are still to run, if nobody else took any. Until then their sockets
     * are unread, and a look would hear of all of them again, for nothing: what is new would be queued behind them anyway.
     */
    private int wokenByDriver;

    /** Tasks woken and queued quietly so far; overflows. */
    private int dispatched;

    private boolean searching;

    /** While the driver and the clock dispatch: wakes are queued quietly, and one notification follows. */
    private boolean dispatching;

    /**
     * @param most how many workers there may ever be
     * @param driverInterval see {@link Options.Tuning}
     */
    PostDuty(Worker worker, int most, TaskSource source, int driverInterval) {
        this.worker = worker;
        this.scheduler = worker.scheduler();
        this.source = source;
        this.ring = worker.ring();
        this.counters = worker.counters();
        this.neighbours = new Neighbours(worker, most);
        this.driverInterval = driverInterval;
        this.turnsToDriver = driverInterval;
    }

    /** A thread begins to drive the worker. */
    void begin() {
        busySince = System.nanoTime();
        pace.begin(busySince, counters.get(POLLS));
        lookedAt = scheduler.spawnTime().now();
    }

    /** The thread leaves. */
    void end() {
        counters.add(BUSY_NANOS, System.nanoTime() - busySince);
    }

    /** Once a turn: whether to look at the driver. */
    boolean isLookDue() {
        return --turnsToDriver <= 0;
    }

    /** The worker has got a post: nobody has looked at its driver for long. */
    void makeLookDue() {
        turnsToDriver = 0;
        wokenByDriver = 0;
    }

    // ---- searching

    /** Looks for a task elsewhere, unless enough others do. */
    @Nullable Task<?> search() {
        if (!searching) {
            searching = scheduler.idle().tryStartSearching();
            if (!searching) {
                return null;
            }
        }
        return source.steal();
    }

    /** A task was found, and is run next. */
    void endSearch() {
        if (searching) {
            searching = false;
            if (scheduler.idle().stopSearching()) {
                scheduler.wakeSleeper();
            }
        }
    }

    // ---- tasks that gave up their turn

    /** A task that gave way and is SCHEDULED. */
    void setAside(Task<?> task) {
        if (!deferred.offer(task)) {
            worker.scheduleBehindOthers(task);
        }
    }

    /** Any other waker. That of another task, which has its own turn, is woken at once. */
    void defer(Waker waker) {
        if (waker instanceof Task<?> || !deferred.offer(waker)) {
            waker.wake();
        }
    }

    boolean hasDeferred() {
        return !deferred.isEmpty();
    }

    DeferredWakers deferred() {
        return deferred;
    }

    /** As {@link #resumeDeferred}, by a worker that was relieved: who is to run them is no matter of this worker any more. */
    void handOnDeferred() {
        deferred.drain(resume);
    }

    /** At the end of the runtime. */
    void forgetDeferred() {
        deferred.drain(waker -> {});
    }

    // ---- the driver, and sleep

    boolean isDispatching() {
        return dispatching;
    }

    /** A task was woken that is queued quietly. */
    void dispatched() {
        dispatched++;
    }

    /** After a defect. */
    void stopDispatching() {
        dispatching = false;
    }

    /** Looks at the clock, and at the driver unless it has just told more than was done since, without waiting. */
    void look() {
        long now = System.nanoTime();
        long polls = counters.get(POLLS);
        pace.end(now, polls);
        pace.begin(now, polls);
        dispatching = true;
        wokenByDriver = Math.max(0, wokenByDriver - driverInterval);
        if (wokenByDriver == 0) {
            int before = dispatched;
            worker.driver().poll();
            wokenByDriver = dispatched - before;
        }
        worker.timers().fire(due, wake);
        neighbours.lookAfterStuck(due, wake);
        lookedAt = scheduler.spawnTime().now();
        endDispatching();
        handOverWatchIfPollsAreLong();
    }

    /** As {@link SpawnTime} counts. */
    int lookedAt() {
        return lookedAt;
    }

    /** Queues the tasks that gave up their turn. */
    void resumeDeferred() {
        dispatching = true;
        deferred.drain(resume);
        dispatching = false;
        wakeSleeperIfMoreThanOne();
    }

    /** Before this worker sleeps: does for others what they cannot. */
    private void lookAfterOthers() {
        Worker other = neighbours.inLongPoll();
        if (other == null && scheduler.crew().stuck() == 0) {
            return;
        }
        dispatching = true;
        neighbours.lookAfterStuck(due, wake);
        if (other != null) {
            Neighbours.lookAfter(other, due, wake);
        }
        endDispatching();
    }

    private void handOverWatchIfPollsAreLong() {
        if (pace.isSlow() && !ring.isEmpty()) {
            worker.driver().handOver();
        }
    }

    private void endDispatching() {
        dispatching = false;
        turnsToDriver = driverInterval;
        wakeSleeperIfMoreThanOne();
        worker.noticeInterrupt();
    }

    private void wakeSleeperIfMoreThanOne() {
        if (ring.size() > 1) {
            scheduler.wakeSleeper(); // one of them is for this worker
        }
    }

    private void resume(Waker deferred) {
        if (deferred instanceof Task<?> task) {
            worker.push(task);
        } else {
            wakeGuarded(deferred);
        }
    }

    private void wakeGuarded(Waker waker) {
        try {
            waker.wake();
        } catch (Throwable failure) {
            scheduler.reportUncaught("a waker, which must not throw", failure);
        }
    }

    /** Without tasks: sleeps until there may be some. */
    void park() {
        lookAfterOthers();
        if (!ring.isEmpty()) {
            return;
        }
        source.interrupted();
        scheduler.idle().park(worker, searching);
        searching = false;
        if (scheduler.hasQueuedTasks()) {
            scheduler.wakeSleeper();
        }
        while (true) {
            if (scheduler.isClosing()) {
                scheduler.idle().unpark(worker);
                return;
            }
            sleep();
            if (!ring.isEmpty()) {
                searching = !scheduler.idle().unpark(worker);
                scheduler.monitor().rouse();
                return;
            }
            if (!worker.isAsleep()) {
                searching = true; // whoever woke this worker counted it as a searcher
                scheduler.monitor().rouse();
                return;
            }
            counters.increment(IDLE_WAKES);
        }
    }

    private void sleep() {
        counters.increment(PARKS);
        dispatching = true;
        AutoAdvance virtualTime = scheduler.autoAdvance();
        if (virtualTime != null) {
            long polls = counters.get(POLLS);
            virtualTime.beforeSleep(worker, polls != pollsAtSleep);
            pollsAtSleep = polls;
        }
        Listeners listeners = scheduler.listeners();
        if (listeners != null) {
            listeners.workerParking(worker.index());
        }
        long pausedAt = System.nanoTime();
        long polled = counters.get(POLLS);
        pace.end(pausedAt, polled);
        counters.add(BUSY_NANOS, pausedAt - busySince);
        Timers timers = worker.timers();
        int before = dispatched;
        worker.parker().park(ring.isEmpty() ? timers.beginPark() : 0);
        wokenByDriver = dispatched - before;
        busySince = System.nanoTime();
        pace.begin(busySince, polled);
        listeners = scheduler.listeners(); // it may have slept for long, and keeps nobody
        if (listeners != null) {
            listeners.workerUnparked(worker.index());
        }
        timers.endPark();
        lookedAt = scheduler.spawnTime().now();
        if (virtualTime != null) {
            virtualTime.afterSleep();
        }
        timers.fire(due, wake);
        endDispatching();
        handOverWatchIfPollsAreLong();
    }
}
