package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.internal.current.Inherited;
import dev.kyoto.internal.task.FailureMarks;
import dev.kyoto.internal.task.TaskLabel;
import org.jspecify.annotations.Nullable;

/**
 * A spawned future: one object that is the task, its waker, its join handle and the links of the queue and the list that it
 * stands in. A million of them must fit into memory, so every field here was weighed: 64 bytes with compressed references.
 */
final class Task<T extends @Nullable Object> extends TaskWord<T> implements Waker {
    private final Scheduler scheduler;

    /** Touched by the holder of RUNNING only; null after the end, so that a kept handle keeps nothing else alive. */
    private @Nullable Future<T> future;

    /** How often it was polled. Written by the holder of RUNNING; read by anybody, a little late. */
    private int polls;

    /** When it was spawned, as {@link SpawnTime} counts. */
    private final int spawned;

    /** A {@link TaskLabel}. */
    private final Object label;

    /** The injection queue's link. */
    @Nullable Task<?> queueNext;

    /** The task list's links. */
    @Nullable Task<?> listPrevious;

    @Nullable Task<?> listNext;

    /**
     * @param spawned as {@link SpawnTime} counts
     * @param label a {@link TaskLabel}
     */
    Task(Scheduler scheduler, long id, int spawned, Future<T> future, Object label) {
        super(id);
        this.scheduler = scheduler;
        this.spawned = spawned;
        this.future = Inherited.by(future, scheduler.carried());
        this.label = label;
    }

    @Override
    public void wake() {
        Listeners listeners = scheduler.listeners();
        if (listeners != null && listeners.hearOf(id())) {
            wakeHeard(listeners);
        } else if (toScheduled()) {
            scheduler.schedule(this);
        }
    }

    private void wakeHeard(Listeners listeners) {
        int before = setScheduled();
        if (wasUnscheduled(before)) {
            Worker worker = scheduler.localWorker();
            listeners.taskWoken(this, worker != null && worker.current() == this);
        }
        if (wasIdle(before)) {
            scheduler.schedule(this);
        }
    }

    @Override
    public void abort() {
        if (toCancelled(Dropper.current())) {
            scheduler.schedule(this);
        }
    }

    /** One poll, on a worker that took this task from a queue. Nothing that the future does reaches the worker. */
    void run(Worker worker) {
        switch (toRunning()) {
            case POLL -> poll(worker);
            case DROP -> drop();
            default -> {}
        }
    }

    @SuppressWarnings("NullAway") // the future is there as long as the task is not complete
    private void poll(Worker worker) {
        T value;
        polls++;
        try {
            Poll<T> poll = future.poll(worker.context());
            if (poll.isPending()) {
                afterPending(worker);
                return;
            }
            value = poll.value();
        } catch (Throwable failure) { // StackOverflowError included: by now the stack is free again
            leaveTaskList();
            FailureMarks.ended(failure, id(), () -> TaskLabel.mark(label, id()));
            failWith(failure);
            return;
        }
        leaveTaskList();
        completeWith(value);
    }

    private void afterPending(Worker worker) {
        boolean gaveWay = worker.context().gaveWay();
        Listeners listeners = scheduler.listeners();
        if (listeners != null && worker.context().arrangedNothing()) {
            listeners.wakerNotTaken(this);
        }
        switch (gaveWay ? toScheduledAgain() : toIdle()) {
            case QUEUE -> {
                if (gaveWay) {
                    worker.setAside(this);
                } else {
                    worker.scheduleBehindOthers(this);
                }
            }
            case DROP -> drop();
            default -> {}
        }
    }

    /** At shutdown, on a runtime thread: ends the task, unless it is being polled; then its worker ends it. */
    void shutDown() {
        if (toClaimedForDrop()) {
            drop();
        }
    }

    /** Drops the future, by whoever holds RUNNING. */
    @SuppressWarnings("NullAway") // as above
    private void drop() {
        try {
            dropper().dropTask(future);
        } catch (Throwable failure) {
            scheduler.reportUncaught("cleanup of " + describe(), failure);
        }
        leaveTaskList();
        completeDropped();
    }

    private void leaveTaskList() {
        future = null;
        scheduler.taskList().remove(this);
        Listeners listeners = scheduler.listeners();
        if (listeners != null) {
            listeners.taskEnded(this);
        }
    }

    @Override
    protected void failedUnjoined() {
        scheduler.failedUnjoined(this);
    }

    @Override
    protected void report(Throwable failure) {
        String name = name();
        String site = spawnSite();
        scheduler.reportUncaught(site.equals(name) ? describe() : describe() + ", " + site, failure);
    }

    @Override
    public String name() {
        return TaskLabel.name(label);
    }

    // ---- for a dump, by any thread

    int polls() {
        return polls;
    }

    /** As {@link SpawnTime} counts. */
    int spawned() {
        return spawned;
    }

    /** Null after the end. A look at it is right if {@link #phase()} was idle before, and it was not polled since. */
    @Nullable Future<T> future() {
        return future;
    }

    /** A {@link TaskLabel}, for what this spawns, and for a dump. */
    Object label() {
        return label;
    }

    @Override
    public String spawnSite() {
        return TaskLabel.site(label);
    }
}
