package dev.kyoto.internal.scheduler;

import dev.kyoto.dump.RuntimeDump;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.NonBlocking;
import dev.kyoto.internal.blocking.BlockingJob;
import dev.kyoto.internal.blocking.BlockingPool;
import dev.kyoto.internal.current.Here;
import dev.kyoto.internal.current.Place;
import dev.kyoto.internal.driver.Driver;
import dev.kyoto.internal.task.FailureSink;
import dev.kyoto.internal.task.Joinable;
import dev.kyoto.internal.task.TaskIds;
import dev.kyoto.internal.task.TaskLabel;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.Listening;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.TaskInfo;
import dev.kyoto.time.Clock;
import dev.kyoto.time.VirtualClock;
import dev.kyoto.tracing.ThreadContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of one runtime: its workers and what they share. Everything that happens to a task begins here
 * ({@link #spawn}, {@link #schedule}) and is done by a {@link Worker}; the end is {@link Closing}'s.
 */
public final class Scheduler implements FailureSink, Place {
    private final Options options;
    private final Object owner;
    private final Crew crew;
    private final Monitor monitor;
    private final InjectionQueue injection = new InjectionQueue();
    private final TaskList taskList;
    private final SpawnTime spawnTime;
    private final Idle idle;
    private final Closing closing;

    /** Of a runtime without threads: the place that the callers of {@code blockOn} take in turn. Else null. */
    private final @Nullable Seat seat;

    /** The only thread that may use this scheduler, of one that is confined to a thread. Else null. */
    private final @Nullable Thread owningThread;

    private final Audience audience;

    /** With a virtual clock only. */
    private final @Nullable AutoAdvance autoAdvance;

    private final BlockingPool blockingPool;
    private final UnjoinedFailures unjoinedFailures = new UnjoinedFailures();

    /**
     * Makes the workers and starts their threads.
     *
     * @param owner what {@link #service} answers to its own type: the runtime that this is the scheduler of
     */
    public Scheduler(Options options, Object owner) {
        this.options = options;
        this.owner = owner;
        audience = new Audience(this, options.listeners());
        int count = Math.max(1, options.workers());
        autoAdvance = options.clock() instanceof VirtualClock virtual ? new AutoAdvance(this, virtual, count) : null;
        blockingPool = new BlockingPool(
                options.blocking().maxThreads(),
                options.blocking().keepAlive(),
                new BlockingThread.Factory(this),
                autoAdvance != null ? autoAdvance::lookAgain : () -> {});
        crew = new Crew(this);
        taskList = new TaskList(crew.size());
        spawnTime = new SpawnTime(options.clock());
        idle = new Idle(crew.size());
        monitor = new Monitor(this);
        owningThread = options.local() ? Thread.currentThread() : null;
        closing = new Closing(this);
        if (options.clock() instanceof VirtualClock virtual) {
            virtual.onAdvance(this::unparkAll);
        }
        if (options.workers() == 0) {
            seat = new Seat(crew.first());
            closing.addWorker();
        } else {
            seat = null;
            for (Worker worker : crew.workers()) {
                start(worker);
            }
        }
    }

    /** Starts a worker's thread; false if this scheduler is closing. */
    boolean start(Worker worker) {
        return closing.start(new WorkerThread(worker, options.name() + "-worker-" + worker.index()));
    }

    /** The scheduler that the calling thread works for at the moment, or null. */
    public static @Nullable Scheduler current() {
        return Here.service(Scheduler.class);
    }

    /** Whether this scheduler is confined to the thread that made it. */
    public boolean isLocal() {
        return owningThread != null;
    }

    /**
     * Of a scheduler that is confined to a thread: fails on any other.
     *
     * @param what is about to be done, for the message
     */
    public void requireOwningThread(String what) {
        if (owningThread != null && owningThread != Thread.currentThread()) {
            throw new IllegalStateException(what + " was called on "
                    + Thread.currentThread().getName() + ", but the runtime " + options.name()
                    + " is confined to the thread "
                    + owningThread.getName()
                    + ", which built it with local(). Send the work there through a channel, or"
                    + " build a runtime that is not local.");
        }
    }

    // ---- tasks

    /** Starts {@code future} as a task. After the end of this scheduler: drops it, and returns a handle that says so. */
    public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future, @Nullable String name) {
        requireOwningThread("spawn");
        return spawnTask(future, name);
    }

    <T extends @Nullable Object> Task<T> spawnTask(Future<T> future, @Nullable String name) {
        Worker worker = localWorker();
        long id = worker == null ? TaskIds.single() : worker.ids().next();
        int spawned = worker == null ? spawnTime.now() : worker.spawnTime();
        Objects.requireNonNull(future, "future");
        Object label = worker == null
                ? TaskLabel.of(future, name, options.recordSpawnSites(), null, 0, null)
                : worker.labelOfChild(future, name);
        Task<T> task = new Task<>(this, id, spawned, future, label);
        Listeners listeners = listeners();
        if (listeners != null) {
            listeners.taskSpawned(task);
        }
        if (!taskList.add(task)) {
            task.shutDown();
            return task;
        }
        if (worker == null) {
            scheduleFromOutside(task);
        } else {
            worker.countSpawn();
            worker.schedule(task);
        }
        return task;
    }

    /** Starts {@code code} on a thread that may block. After the end of this scheduler: drops it, as {@link #spawn} does. */
    public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<? extends T> code) {
        return spawnBlocking(code, true);
    }

    /**
     * Like {@link #spawnBlocking(Callable)}.
     *
     * @param interruptible whether an abort interrupts the code once it has begun
     */
    public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<? extends T> code, boolean interruptible) {
        requireOwningThread("spawnBlocking");
        Objects.requireNonNull(code, "code");
        Worker worker = localWorker();
        Task<?> parent = worker == null ? null : worker.current();
        BlockingJob<T> job = new BlockingJob<>(
                TaskIds.single(),
                code,
                carried(),
                this,
                interruptible,
                parent == null ? null : parent.label(),
                parent == null ? 0 : parent.id());
        blockingPool.submit(job);
        return job;
    }

    /** What takes from the thread that spawns what the task carries along; commonly none. */
    List<Supplier<? extends ThreadContext>> carried() {
        return options.carried();
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
            sleeper.parker().unpark();
        }
    }

    void unparkAll() {
        crew.unparkAll();
    }

    /** The worker that the calling thread drives at the moment, or null. */
    @Nullable Worker localWorker() {
        if (Thread.currentThread() instanceof WorkerThread thread) {
            return thread.worker.scheduler() == this ? thread.worker : null;
        }
        return seat != null && seat.isTakenByThisThread() ? crew.first() : null;
    }

    /** Whether the calling thread is one of this scheduler's workers, which would wait for itself. */
    boolean isDrivenByThisThread() {
        return localWorker() != null;
    }

    /** Whether the calling code is a task, or a blocking job, of this scheduler. */
    public boolean isRunningCaller() {
        return isDrivenByThisThread() || blockingPool.isRunningCaller();
    }

    // ---- waiting

    /** Runs {@code code}, which blocks, on the calling thread; if that is a worker's, another worker takes over meanwhile. */
    public static <T extends @Nullable Object> T blockInPlace(Callable<? extends T> code) throws Exception {
        if (NonBlocking.isHere() && !(Thread.currentThread() instanceof WorkerThread)) {
            throw new IllegalStateException("blockInPlace was called in a task on "
                    + Thread.currentThread().getName()
                    + ", of a runtime that has no threads of its own: nobody could run its"
                    + " tasks meanwhile. Use spawnBlocking(() -> …).await(), or build the runtime with workers(…).");
        }
        HandOver handOver = HandOver.begin();
        try {
            return code.call();
        } finally {
            handOver.close();
        }
    }

    /**
     * Runs {@code future} as a task, and waits for it on the calling thread, which drives the worker meanwhile if this
     * scheduler has no threads of its own.
     */
    public <T extends @Nullable Object> T blockOn(Future<T> future) throws Exception {
        requireOwningThread("blockOn");
        if (NonBlocking.isHere()) {
            throw new IllegalStateException("blockOn was called inside a task, on "
                    + Thread.currentThread().getName()
                    + ", where it would keep the other tasks waiting. Use await() there; code that must block runs in"
                    + " spawnBlocking(() -> …), where blockOn is allowed.");
        }
        if (closing.hasBegun()) {
            throw new IllegalStateException("blockOn was called on the runtime " + options.name()
                    + " after it was shut down. Build another one, or move close() behind the last use.");
        }
        Task<T> root = spawnTask(future, null);
        if (autoAdvance == null) {
            return blockOn(root);
        }
        autoAdvance.enterBlockOn(root);
        try {
            return blockOn(root);
        } finally {
            autoAdvance.leaveBlockOn(root);
        }
    }

    private <T extends @Nullable Object> T blockOn(Task<T> root) throws Exception {
        BlockingJoin<T> join = new BlockingJoin<>(root);
        return seat == null ? join.await() : seat.driveUntil(join);
    }

    // ---- failures

    @Override
    public void failedUnjoined(Joinable<?> task) {
        Worker worker = localWorker();
        unjoinedFailures.add(task, (worker != null ? worker.post() : crew.post(0)).timers());
    }

    void endGraceOfUnjoinedFailures() {
        unjoinedFailures.end();
    }

    @Override
    public void reportUncaught(String origin, Throwable failure) {
        try {
            options.uncaughtHandler().uncaught(origin, failure);
        } catch (Throwable fromHandler) {
            fromHandler.addSuppressed(failure);
            System.getLogger("dev.kyoto")
                    .log(
                            System.Logger.Level.ERROR,
                            "The uncaught handler of " + options.name() + " failed",
                            fromHandler);
        }
    }

    // ---- what the workers share

    Clock clock() {
        return options.clock();
    }

    /** Who hears of an event that begins now; null if nobody. */
    @Nullable Listeners listeners() {
        return audience.current();
    }

    Audience audience() {
        return audience;
    }

    @Nullable AutoAdvance autoAdvance() {
        return autoAdvance;
    }

    InjectionQueue injection() {
        return injection;
    }

    SpawnTime spawnTime() {
        return spawnTime;
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

    Crew crew() {
        return crew;
    }

    Monitor monitor() {
        return monitor;
    }

    boolean hasQueuedTasks() {
        if (injection.size() > 0) {
            return true;
        }
        for (Worker worker : crew.workers()) {
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

    /** {@inheritDoc} The clock, the runtime that this is the scheduler of, and this scheduler. */
    @Override
    public <S> @Nullable S service(Class<S> type) {
        if (type == Clock.class) {
            return type.cast(options.clock());
        }
        if (type == Scheduler.class) {
            return type.cast(this);
        }
        return type.isInstance(owner) ? type.cast(owner) : null;
    }

    /** Lets {@code listener} hear of one in {@code oneOf} tasks, and of all workers, from now on. */
    public Listening addListener(RuntimeListener listener, int oneOf) {
        return audience.add(Objects.requireNonNull(listener, "listener"), oneOf);
    }

    public BlockingPool blockingPool() {
        return blockingPool;
    }

    public Closing closing() {
        return closing;
    }

    /** Looks at everything, while it goes on; {@code filter} is called on the calling thread, without a lock. */
    public RuntimeDump dump(int limit, Predicate<? super TaskInfo> filter) {
        return new Dumper(this).take(limit, filter);
    }

    /** What is read of one worker. */
    public record WorkerReading(
            Counters counters,
            boolean spare,
            int queueDepth,
            @Nullable PollTimes pollTimes) {}

    /** Spare workers that were needed so far come last. */
    public List<WorkerReading> readWorkers() {
        List<WorkerReading> all = new ArrayList<>();
        for (Worker worker : crew.workers()) {
            all.add(new WorkerReading(
                    worker.counters(),
                    worker.index() >= crew.size(),
                    worker.ring().size(),
                    worker.pollTimes()));
        }
        return List.copyOf(all);
    }

    public List<Driver.Reading> readDrivers() {
        List<Driver.Reading> all = new ArrayList<>();
        for (Driver driver : crew.drivers()) {
            all.add(driver.read());
        }
        return List.copyOf(all);
    }

    /** How many tasks were put into the injection queue so far. */
    public long injections() {
        return injection.pushes();
    }

    public int liveTasks() {
        return taskList.size();
    }

    public int injectionDepth() {
        return injection.size();
    }
}
