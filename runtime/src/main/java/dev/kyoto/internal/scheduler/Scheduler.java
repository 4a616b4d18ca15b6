package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Future;
import dev.kyoto.internal.driver.Driver;
import dev.kyoto.task.JoinHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of one runtime: its workers and what they share. Everything that happens to a task begins here
 * ({@link #spawn}, {@link #schedule}) and is done by a {@link Worker}; the end is {@link Closing}'s.
 */
public final class Scheduler {
    private final Options options;
    private final Object owner;
    private final Worker[] workers;
    private final InjectionQueue injection = new InjectionQueue();
    private final TaskList taskList;
    private final Idle idle;
    private final Closing closing;

    /** Of a runtime without threads: the place that the callers of {@code blockOn} take in turn. Else null. */
    private final @Nullable Seat seat;

    /** Failed tasks whose outcome nobody has asked for so far. */
    private final Set<Task<?>> unjoinedFailures = ConcurrentHashMap.newKeySet();

    /**
     * Makes the workers and starts their threads.
     *
     * @param owner what {@link #service} answers to its own type: the runtime that this is the scheduler of
     */
    public Scheduler(Options options, Object owner) {
        this.options = options;
        this.owner = owner;
        int count = Math.max(1, options.workers());
        taskList = new TaskList(count);
        idle = new Idle(count);
        workers = new Worker[count];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Driver driver = options.driverFactory().get();
            workers[i] = new Worker(this, i, driver, System.nanoTime() + i);
            if (options.workers() > 0) {
                threads.add(new WorkerThread(workers[i], options.name() + "-worker-" + i));
            }
        }
        seat = options.workers() > 0 ? null : new Seat(workers[0]);
        closing = new Closing(this, threads);
        threads.forEach(Thread::start);
    }

    /** The scheduler that the calling thread works for at the moment, or null. */
    public static @Nullable Scheduler current() {
        if (Thread.currentThread() instanceof RuntimeThread thread) {
            return thread.scheduler;
        }
        Worker driven = Seat.drivenByThisThread();
        return driven == null ? null : driven.scheduler();
    }

    // ---- tasks

    /** Starts {@code future} as a task. After the end of this scheduler: drops it, and returns a handle that says so. */
    public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future, @Nullable String name) {
        return spawnTask(future, name);
    }

    <T extends @Nullable Object> Task<T> spawnTask(Future<T> future, @Nullable String name) {
        Task<T> task = new Task<>(this, Objects.requireNonNull(future, "future"), name);
        if (!taskList.add(task)) {
            task.shutDown();
            return task;
        }
        Worker worker = localWorker();
        if (worker == null) {
            scheduleFromOutside(task);
        } else {
            worker.countSpawn();
            worker.schedule(task);
        }
        return task;
    }

    /** Queues a task that was idle; any thread. */
    void schedule(Task<?> task) {
        Worker worker = localWorker();
        if (worker == null) {
            scheduleFromOutside(task);
        } else {
            worker.schedule(task);
        }
    }

    private void scheduleFromOutside(Task<?> task) {
        injection.push(task);
        wakeSleeper();
    }

    /** After work was added: sees to it that somebody looks for it. */
    void wakeSleeper() {
        Worker sleeper = idle.sleeperToWake();
        if (sleeper != null) {
            sleeper.driver().unpark();
        }
    }

    private @Nullable Worker localWorker() {
        if (Thread.currentThread() instanceof WorkerThread thread) {
            return thread.worker.scheduler() == this ? thread.worker : null;
        }
        return seat != null && seat.isTakenByThisThread() ? workers[0] : null;
    }

    // ---- waiting from outside

    /**
     * Runs {@code future} as a task, and waits for it on the calling thread, which drives the worker meanwhile if this
     * scheduler has no threads of its own.
     */
    public <T extends @Nullable Object> T blockOn(Future<T> future) throws Exception {
        Scheduler entered = current();
        if (entered != null && !(Thread.currentThread() instanceof BlockingThread)) {
            throw new IllegalStateException("blockOn was called inside a task, on " + Thread.currentThread().getName()
                    + ", where it would keep the other tasks waiting. Use await() there; code that must block runs in"
                    + " spawnBlocking(() -> …), where blockOn is allowed.");
        }
        if (closing.hasBegun()) {
            throw new IllegalStateException("blockOn was called on the runtime " + options.name()
                    + " after it was shut down. Build another one, or move close() behind the last use.");
        }
        BlockingJoin<T> join = new BlockingJoin<>(spawnTask(future, null));
        return seat == null ? join.await() : seat.driveUntil(join);
    }

    // ---- failures

    /** A task failed, and nobody waits for it at the moment. */
    void failedUnjoined(Task<?> task) {
        unjoinedFailures.add(task);
    }

    void reportUnjoinedFailures() {
        for (Task<?> task : unjoinedFailures) {
            task.reportUnlessJoined();
        }
        unjoinedFailures.clear();
    }

    /** Hands a failure to the runtime's handler. */
    public void reportUncaught(String origin, Throwable failure) {
        try {
            options.uncaughtHandler().uncaught(origin, failure);
        } catch (Throwable fromHandler) {
            fromHandler.addSuppressed(failure);
            System.getLogger("dev.kyoto").log(
                    System.Logger.Level.ERROR, "The uncaught handler of " + options.name() + " failed", fromHandler);
        }
    }

    // ---- what the workers share

    InjectionQueue injection() {
        return injection;
    }

    TaskList taskList() {
        return taskList;
    }

    Idle idle() {
        return idle;
    }

    @Nullable Seat seat() {
        return seat;
    }

    int workerCount() {
        return workers.length;
    }

    Worker worker(int index) {
        return workers[index];
    }

    boolean hasQueuedTasks() {
        if (injection.size() > 0) {
            return true;
        }
        for (Worker worker : workers) {
            if (!worker.ring().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    boolean isClosing() {
        return closing.isRaised();
    }

    void workerStopped() {
        closing.workerStopped();
    }

    Options options() {
        return options;
    }

    // ---- what the runtime asks

    /** What this scheduler offers to futures under {@code type}, or null. */
    public <S> @Nullable S service(Class<S> type) {
        return type.isInstance(owner) ? type.cast(owner) : null;
    }

    public Closing closing() {
        return closing;
    }

    public List<Counters> counters() {
        List<Counters> all = new ArrayList<>();
        for (Worker worker : workers) {
            all.add(worker.counters());
        }
        return all;
    }

    public int liveTasks() {
        return taskList.size();
    }

    public int injectionDepth() {
        return injection.size();
    }
}
