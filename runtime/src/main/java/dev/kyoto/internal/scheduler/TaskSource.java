package dev.kyoto.internal.scheduler;

import static dev.kyoto.internal.scheduler.Counters.Counter.INJECTED;
import static dev.kyoto.internal.scheduler.Counters.Counter.POLLS;
import static dev.kyoto.internal.scheduler.Counters.Counter.STEALS;

import org.jspecify.annotations.Nullable;

/** Where a worker's next task comes from, unless it is in the slot. For the thread that drives the worker. */
final class TaskSource {
    private final Worker worker;
    private final InjectionInterval injectionInterval;
    private final Thief thief;

    /** On the way from the injection queue to the ring. */
    private final TaskChain injected = new TaskChain();

    /**
     * @param most how many workers there may ever be
     * @param injectionInterval see {@link Options.Tuning}
     */
    TaskSource(Worker worker, int most, int injectionInterval) {
        this.worker = worker;
        this.injectionInterval = new InjectionInterval(injectionInterval);
        this.thief = new Thief(worker, most, this);
    }

    /** The next task: from the injection queue when it is its turn, else from the ring, else again from the injection queue. */
    @Nullable Task<?> next() {
        if (injectionInterval.isDue()) {
            injectionInterval.tune(System.nanoTime(), worker.counters().get(POLLS));
            Task<?> task = worker.scheduler().injection().poll();
            if (task != null) {
                worker.counters().increment(INJECTED);
                return task;
            }
        }
        Task<?> task = worker.ring().pop();
        return task != null ? task : nextInjected();
    }

    /** Takes the worker's share of the injection queue: returns the first task, and puts the others into the worker's ring. */
    @Nullable Task<?> nextInjected() {
        InjectionQueue queue = worker.scheduler().injection();
        int queued = queue.size();
        if (queued == 0) {
            return null;
        }
        int share = queued / worker.scheduler().crew().size() + 1;
        queue.pollInto(
                injected,
                Math.max(
                        1,
                        Math.min(
                                share,
                                Math.min(worker.ring().free(), worker.ring().capacity() / 2))));
        worker.counters().add(INJECTED, injected.size());
        Task<?> first = injected.poll();
        for (Task<?> task = injected.poll(); task != null; task = injected.poll()) {
            worker.push(task);
        }
        return first;
    }

    /**
     * Takes tasks from another worker. One that stays awake in any case does so without counting as a searcher: whoever adds work
     * meanwhile wakes somebody, so nothing hangs on what it finds.
     */
    @Nullable Task<?> steal() {
        Task<?> stolen = thief.steal();
        if (stolen != null) {
            worker.counters().increment(STEALS);
        }
        return stolen;
    }

    /** The worker goes to sleep. */
    void interrupted() {
        injectionInterval.interrupted();
    }
}
