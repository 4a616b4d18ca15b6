package dev.kyoto;

import dev.kyoto.dump.RuntimeDump;
import dev.kyoto.futures.AsyncAction;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.internal.current.Here;
import dev.kyoto.internal.current.Place;
import dev.kyoto.internal.scheduler.BlockedWorkerLog;
import dev.kyoto.internal.scheduler.Closing;
import dev.kyoto.internal.scheduler.HandOver;
import dev.kyoto.internal.scheduler.MonitorOptions;
import dev.kyoto.internal.scheduler.Options;
import dev.kyoto.internal.scheduler.Scheduler;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.Listening;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.Spawner;
import dev.kyoto.task.TaskInfo;
import dev.kyoto.task.UncaughtHandler;
import dev.kyoto.time.Clock;
import dev.kyoto.tracing.ThreadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks: workers with their queues, timers and I/O, and a pool of threads for code that blocks.
 *
 * <pre>{@code
 * try (var runtime = Runtime.builder().workers(4).build()) {
 *     runtime.blockOn(serve());
 * }
 * }</pre>
 *
 * <p>Most programs never name this class: {@link Kyoto#run} makes a runtime, and the methods of {@link Kyoto} find the one
 * that they are called in. The threads of a runtime are daemons: the program lives as long as somebody waits in
 * {@link #blockOn}, or as its other threads do.
 *
 * <p><b>The end.</b> {@link #close} drops every task, whose {@code finally} blocks run on the runtime's own threads, and waits
 * for a while; what still runs then is named in the log.
 *
 * <p><b>Side by side.</b> A process may have any number of runtimes, each with its own workers. A task of one may await what
 * another runs: the handle of a task, a channel.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; those of a {@linkplain Builder#local() local} runtime on the one
 * that has built it, except for {@link #metrics}, {@link #dump()}, {@link #clock}, {@link #addListener} and what wakes or aborts
 * its tasks.
 */
public final class Runtime implements Spawner, AutoCloseable {
    /** How long {@link #close} waits. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    /** That many take a twentieth of a second of a processor, some tens of megabytes, and 80 MB of JSON. */
    private static final int DUMPED_TASKS = 100_000;

    private static final System.Logger LOGGER = System.getLogger("dev.kyoto");

    private final Options options;
    private final Scheduler scheduler;

    /** Ends the registration with JMX; null if there is none. */
    private final @Nullable Runnable unregister;

    private Runtime(Options options) {
        this.options = options;
        this.scheduler = new Scheduler(options, this);
        this.unregister = Management.registerIfWanted(this);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The runtime that the calling code runs on.
     *
     * @throws IllegalStateException if it runs on none
     */
    public static Runtime current() {
        Scheduler scheduler = Scheduler.current();
        Runtime runtime = scheduler == null ? null : scheduler.service(Runtime.class);
        if (runtime == null) {
            throw new IllegalStateException(
                    "There is no Kyoto runtime on " + Thread.currentThread().getName()
                            + ". Call this inside Kyoto.run(() -> …) or a task, or on a Runtime object of your own.");
        }
        return runtime;
    }

    /**
     * The runtimes of this process that have not ended, by their names. One {@linkplain Builder#currentThread without threads} that
     * nobody holds any more may be missing.
     */
    public static List<Runtime> open() {
        return Runtimes.open();
    }

    /** Starts {@code block} as a task: it runs at once and in parallel, whether or not anybody waits for it. */
    public <T extends @Nullable Object> JoinHandle<T> spawn(AsyncBlock<T> block) {
        return spawn(Futures.async(block));
    }

    /** Starts {@code block} as a task: it runs at once and in parallel, whether or not anybody waits for it. */
    public JoinHandle<@Nullable Void> spawn(AsyncAction block) {
        return spawn(Futures.async(block));
    }

    @Override
    public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
        return scheduler.spawn(future, null);
    }

    @Override
    public <T extends @Nullable Object> JoinHandle<T> spawn(String name, Future<T> future) {
        return scheduler.spawn(future, Objects.requireNonNull(name, "name"));
    }

    @Override
    public <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<? extends T> code) {
        return scheduler.spawnBlocking(code);
    }

    /**
     * Starts {@code future} as a task that never leaves this thread: so what it uses, and what it shares with others of its
     * kind, need not be thread-safe. For a {@linkplain Builder#local() local} runtime, all of whose tasks are like that.
     *
     * @throws IllegalStateException if this runtime is not local, or on another thread
     */
    public <T extends @Nullable Object> JoinHandle<T> spawnLocal(Future<T> future) {
        if (!scheduler.isLocal()) {
            throw new IllegalStateException("spawnLocal needs a runtime that is confined to one thread, and "
                    + options.name() + " is not. Build one with Runtime.builder().local(), or use spawn for a task that"
                    + " may go from thread to thread.");
        }
        return spawn(future);
    }

    /**
     * Runs {@code future} as a task, and waits on the calling thread until it has ended. In a
     * {@linkplain Builder#currentThread() runtime without threads} the calling thread runs it, and all other tasks meanwhile.
     *
     * <p>If several threads call this of a runtime without threads, one of them runs the tasks of all; when it leaves, another
     * takes over.
     *
     * @throws Exception what the future fails with
     * @throws InterruptedException if the thread was interrupted: the task was aborted, and its cleanup has run
     * @throws java.util.concurrent.CancellationException if the runtime was shut down meanwhile
     * @throws IllegalStateException inside a task, or after the runtime was shut down
     */
    public <T extends @Nullable Object> T blockOn(Future<T> future) throws Exception {
        return scheduler.blockOn(future);
    }

    /** The clock that timers go by. */
    public Clock clock() {
        return options.clock();
    }

    /** What this runtime has counted so far, and what it holds. Also after its end. */
    public RuntimeMetrics metrics() {
        return RuntimeMetrics.of(scheduler);
    }

    /**
     * Lets {@code listener} hear what this runtime does from now on, until the result is closed; after the listeners that were
     * there before. {@link RuntimeListener} says what is heard of tasks that are in the middle of their lives. May be called on
     * any thread, also of a local runtime, in a task, and after the end, when there is nothing to hear.
     */
    public Listening addListener(RuntimeListener listener) {
        return addListener(listener, 1);
    }

    /**
     * Like {@link #addListener(RuntimeListener)}, for a sample of the tasks: a listener that hears of one in 64 costs a
     * sixty-fourth. The size may be {@linkplain Listening#sample changed} meanwhile.
     *
     * @param oneOf a power of two
     */
    public Listening addListener(RuntimeListener listener, int oneOf) {
        return scheduler.addListener(listener, oneOf);
    }

    /**
     * What this runtime does at the moment: every task with what it waits for, the workers, the jobs that block, and
     * deadlocks; of at most {@value #DUMPED_TASKS} tasks, those with the lowest ids. Stops nobody and polls nothing. Works
     * on a runtime whose workers are all blocked, in the middle of its end and after it, and inside a task. Any thread.
     */
    public RuntimeDump dump() {
        return dump(DUMPED_TASKS, task -> true);
    }

    /**
     * {@link #dump()} of some tasks.
     *
     * @param limit how many tasks at most; the others that {@code filter} accepts are counted
     * @param filter which tasks; called on the calling thread, and what it throws is thrown here
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    public RuntimeDump dump(int limit, Predicate<? super TaskInfo> filter) {
        if (limit < 0) {
            throw new IllegalArgumentException("A dump has 0 tasks or more, not " + limit + ".");
        }
        return scheduler.dump(limit, Objects.requireNonNull(filter, "filter"));
    }

    /**
     * Calls {@code code} on the calling thread, as if it ran on this runtime: within, {@link #current()} is this one, and the
     * methods of {@link Kyoto} work on it. It is no task: {@code blockOn} is allowed where it was before.
     *
     * @throws Exception what {@code code} throws
     */
    public <T extends @Nullable Object> T enter(Callable<? extends T> code) throws Exception {
        scheduler.requireOwningThread("enter");
        Place before = Here.enter(scheduler);
        try {
            return code.call();
        } finally {
            Here.enter(before);
        }
    }

    /**
     * Ends this runtime: refuses new tasks, drops all tasks, stops the workers, and waits for them. May be called at any time,
     * also before anything has run, again, and by several threads at once: each waits with its own patience.
     *
     * <p><b>From inside.</b> A task cannot wait for its own end. Called in a task of this runtime, this begins the end and
     * returns at once; what still runs then, the calling task among it, is named as ever. The calling task is dropped when it
     * awaits next. A job of {@code spawnBlocking} can wait for everything but itself, and does; it is named, and not
     * interrupted. In a task of another runtime it waits as {@link Kyoto#blockInPlace} does.
     *
     * <p>A blocking job that is still running when {@code patience} is over is interrupted.
     *
     * @param patience how long to wait at most
     * @return what still runs after that, in words; empty when everything has ended
     */
    public List<String> shutdown(Duration patience) {
        scheduler.requireOwningThread("shutdown");
        Closing closing = scheduler.closing();
        closing.begin();
        HandOver handOver = scheduler.isRunningCaller() ? null : HandOver.begin();
        try {
            return closing.await(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("unknown: the wait for the end of " + options.name() + " was interrupted");
        } finally {
            if (handOver != null) {
                handOver.close();
            }
            if (unregister != null) {
                unregister.run();
            }
        }
    }

    /**
     * {@link #shutdown} with ten seconds of patience; what still runs then is logged. Closing twice has no effect. From inside
     * the runtime it begins the end, and logs nothing.
     */
    @Override
    public void close() {
        List<String> running = shutdown(CLOSE_PATIENCE);
        if (!running.isEmpty() && !scheduler.isRunningCaller()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} was closed, but still runs: {1}. Code that blocks belongs in spawnBlocking, and should heed an"
                            + " interrupt.",
                    options.name(),
                    String.join("; ", running));
        }
    }

    /** Whether it was shut down and every worker has stopped. */
    boolean hasEnded() {
        return scheduler.closing().isOver();
    }

    @Override
    public String toString() {
        return options.name();
    }

    /** The settings of a {@link Runtime}. Every one has a default that suits a server. Not thread-safe. */
    public static final class Builder {
        private static final AtomicInteger RUNTIMES = new AtomicInteger();
        private static final int DEFAULT_MAX_BLOCKING_THREADS = 512; // Tokio's value
        private static final int DEFAULT_EVENT_INTERVAL = 61; // Tokio's value

        /** As many fit into the word that counts those that sleep and search. */
        private static final int MOST_WORKERS = 32_767;

        /** So many tasks at once may block for long before it is felt, also on a small machine. */
        private static final int LEAST_SPARE_WORKERS = 4;

        private @Nullable String name;
        private int workers =
                Math.min(MOST_WORKERS, java.lang.Runtime.getRuntime().availableProcessors());
        private boolean local;
        private Clock clock = Clock.system();
        private UncaughtHandler uncaughtHandler = Builder::log;
        private int maxBlockingThreads = DEFAULT_MAX_BLOCKING_THREADS;
        private Duration blockingKeepAlive = Duration.ofSeconds(10); // Tokio's value
        private int globalQueueInterval; // tuned
        private int eventInterval = DEFAULT_EVENT_INTERVAL;
        private @Nullable Long seed;
        private final List<RuntimeListener> listeners = new ArrayList<>();
        private boolean pollTimes;
        private Duration blockedAfter = Duration.ofMillis(10); // after which Go's scheduler takes a processor back
        private Duration spareAfter = Duration.ofMillis(100);
        private int maxSpareWorkers = -1;
        private final List<Consumer<BlockedWorker>> blockedWorkerListeners = new ArrayList<>();
        private boolean recordSpawnSites;
        private final List<Supplier<? extends ThreadContext>> carried = new ArrayList<>();

        private Builder() {}

        /** The name of the runtime, with which its threads' names begin. Default: {@code kyoto-1}, {@code kyoto-2}, … */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * How many workers run tasks, each on a thread of its own: from 1 to 32767. Default: one for each processor. Takes
         * {@link #currentThread} and {@link #local} back.
         */
        public Builder workers(int workers) {
            if (workers < 1 || workers > MOST_WORKERS) {
                throw new IllegalArgumentException(
                        "A runtime has from 1 to " + MOST_WORKERS + " workers, but workers is " + workers
                                + ". For one without threads of its own use currentThread().");
            }
            this.workers = workers;
            this.local = false;
            return this;
        }

        /**
         * No threads for tasks: they run on the threads that call {@link Runtime#blockOn}, while these wait there. A task that
         * blocks is reported, as on every runtime, but nobody is there to take its place.
         */
        public Builder currentThread() {
            this.workers = 0;
            this.local = false;
            return this;
        }

        /**
         * {@link #currentThread}, and on no other thread than the one that calls {@link #build}: all tasks run on it, and only
         * it may spawn, wait, and close. So tasks may use what is not thread-safe, and share it. Calls from other threads fail
         * loudly; wakers and {@code abort()} may be called from anywhere, so channels lead in and out.
         */
        public Builder local() {
            this.workers = 0;
            this.local = true;
            return this;
        }

        /** Who hears of failures that nobody joins. Default: the {@link System.Logger} named {@code dev.kyoto}. */
        public Builder uncaughtHandler(UncaughtHandler handler) {
            this.uncaughtHandler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /** What timers go by. Default: {@link Clock#system()}; a test gives a {@link dev.kyoto.time.VirtualClock}. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** The most threads for {@link Runtime#spawnBlocking}; jobs beyond that wait. Default: 512. */
        public Builder maxBlockingThreads(int threads) {
            this.maxBlockingThreads = atLeastOne("maxBlockingThreads", threads);
            return this;
        }

        /** How long a thread for {@link Runtime#spawnBlocking} lives without a job. Default: ten seconds. */
        public Builder blockingKeepAlive(Duration keepAlive) {
            if (keepAlive.isNegative()) {
                throw new IllegalArgumentException("blockingKeepAlive must not be negative, but is " + keepAlive + ".");
            }
            this.blockingKeepAlive = keepAlive;
            return this;
        }

        /**
         * After how many tasks of its own a worker takes one from the queue that all share, into which tasks from outside come.
         * At least 1. Default: each worker finds it out, so that it looks there about every 200 microseconds.
         */
        public Builder globalQueueInterval(int tasks) {
            this.globalQueueInterval = atLeastOne("globalQueueInterval", tasks);
            return this;
        }

        /**
         * After how many turns a worker that has tasks to run looks at timers and I/O. At least 1; less is more punctual, and
         * costs a system call each time. It leaves I/O out for as many turns as there were tasks woken by the last look. Default: 61.
         */
        public Builder eventInterval(int turns) {
            this.eventInterval = atLeastOne("eventInterval", turns);
            return this;
        }

        /**
         * What the workers' random decisions begin with, such as the branch that a {@code select} looks at first. With
         * {@link #currentThread} and a virtual clock, the same seed gives the same run. Default: another one each time.
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Adds a listener, which hears after those that were added before. Default: none. */
        public Builder listener(RuntimeListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Takes the time of each poll, for {@link RuntimeMetrics#pollTimes()}; that costs two looks at the clock a poll. Default: off. */
        public Builder pollTimes() {
            this.pollTimes = true;
            return this;
        }

        /**
         * How long a worker may be in one poll of a task before this is reported to {@link #onBlockedWorker}, and other workers
         * look after its I/O, its timers and its queues. Default: ten milliseconds.
         */
        public Builder blockedAfter(Duration threshold) {
            this.blockedAfter = requirePositive(threshold, "blockedAfter");
            return this;
        }

        /**
         * How long a worker may be in one poll of a task before a spare worker takes its place, so that as many threads run tasks
         * as before. Default: 100 milliseconds. Never before {@link #blockedAfter}.
         */
        public Builder spareAfter(Duration threshold) {
            this.spareAfter = requirePositive(threshold, "spareAfter");
            return this;
        }

        /**
         * The most spare workers. Their threads are started when they are needed, and end with the runtime. Default: as many as
         * {@link #workers}, and at least four. A {@linkplain #currentThread runtime without threads} has none.
         */
        public Builder maxSpareWorkers(int workers) {
            if (workers < 0) {
                throw new IllegalArgumentException("maxSpareWorkers must not be negative, but is " + workers + ".");
            }
            this.maxSpareWorkers = workers;
            return this;
        }

        /**
         * Adds a listener that hears of each worker that is blocked by a task, and of the end of it. Called on a thread that
         * watches all workers, so it must not block; what it throws goes to the uncaught handler.
         *
         * <p>Without any listener, the {@link System.Logger} named {@code dev.kyoto} has a warning for each worker that was
         * blocked long enough for {@link #spareAfter}, at most one a minute for the same line of the program.
         */
        public Builder onBlockedWorker(Consumer<BlockedWorker> listener) {
            blockedWorkerListeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Whether the stack is looked at for the line that spawns a task. It takes some microseconds a task. Default: no; then the
         * line is known where the compiler has noted it, in classes that have async blocks, and else messages say where the
         * task's async block is written. Neither costs anything.
         */
        public Builder recordSpawnSites(boolean record) {
            this.recordSpawnSites = record;
            return this;
        }

        /**
         * What every task carries along, beside what it inherits: each {@code spawn}, {@code spawnBlocking} and
         * {@code blockOn} calls {@code capture}, on the thread that calls it, and its result is in place whenever the task is
         * polled or dropped. That is, for a library that keeps something in thread-locals, the whole of it: what a task does to
         * them stays with the task, and what it spawns begins with what it has at that moment. The adapters of such libraries
         * say what to give here. Default: none, which costs nothing.
         *
         * @param capture makes a new context of what the calling thread has; must be quick, and must not throw
         */
        public Builder carry(Supplier<? extends ThreadContext> capture) {
            carried.add(Objects.requireNonNull(capture, "capture"));
            return this;
        }

        /** A runtime with these settings, whose threads have started. The builder may be used again. */
        public Runtime build() {
            String name = this.name != null ? this.name : "kyoto-" + RUNTIMES.incrementAndGet();
            Runtime runtime = new Runtime(new Options(
                    name,
                    workers,
                    local,
                    Options::newDriver,
                    clock,
                    uncaughtHandler,
                    new Options.Blocking(maxBlockingThreads, blockingKeepAlive),
                    new Options.Tuning(
                            globalQueueInterval,
                            eventInterval,
                            Options.workersPerDriver(clock),
                            seed != null ? seed : System.nanoTime()),
                    List.copyOf(listeners),
                    pollTimes,
                    recordSpawnSites,
                    List.copyOf(carried),
                    new MonitorOptions(
                            blockedAfter,
                            spareAfter,
                            maxSpareWorkers >= 0 ? maxSpareWorkers : Math.max(LEAST_SPARE_WORKERS, workers),
                            blockedWorkerListener(),
                            true)));
            Runtimes.add(runtime);
            return runtime;
        }

        private Consumer<BlockedWorker> blockedWorkerListener() {
            List<Consumer<BlockedWorker>> listeners = List.copyOf(blockedWorkerListeners);
            return listeners.isEmpty()
                    ? new BlockedWorkerLog()
                    : news -> listeners.forEach(listener -> listener.accept(news));
        }

        private static Duration requirePositive(Duration duration, String what) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException(
                        what + " must be positive, but is " + duration + ". To hear of nothing, set it to days.");
            }
            return duration;
        }

        private static int atLeastOne(String setting, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(setting + " must be at least 1, but is " + value + ".");
            }
            return value;
        }

        private static void log(String origin, Throwable failure) {
            LOGGER.log(System.Logger.Level.ERROR, "Nobody waits for the failure of " + origin, failure);
        }
    }
}
