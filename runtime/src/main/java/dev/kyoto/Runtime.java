package dev.kyoto;

import dev.kyoto.futures.AsyncAction;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.internal.blocking.BlockingPool;
import dev.kyoto.internal.scheduler.BlockedWorkerLog;
import dev.kyoto.internal.scheduler.Counters;
import dev.kyoto.internal.scheduler.Counters.Counter;
import dev.kyoto.internal.scheduler.MonitorOptions;
import dev.kyoto.internal.scheduler.Options;
import dev.kyoto.internal.scheduler.Scheduler;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.Spawner;
import dev.kyoto.task.UncaughtHandler;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
 * <p><b>Threads.</b> All methods may be called from any thread.
 */
public final class Runtime implements Spawner, AutoCloseable {
    /** How long {@link #close} waits. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private static final System.Logger LOGGER = System.getLogger("dev.kyoto");

    private final Options options;
    private final Scheduler scheduler;

    private Runtime(Options options) {
        this.options = options;
        this.scheduler = new Scheduler(options, this);
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

    /** What this runtime has counted so far, and what it holds. */
    public RuntimeMetrics metrics() {
        BlockingPool pool = scheduler.blockingPool();
        return new RuntimeMetrics(
                scheduler.workerMetrics(Runtime::toMetrics),
                scheduler.liveTasks(),
                scheduler.injectionDepth(),
                pool.threadCount(),
                pool.activeJobs(),
                pool.queuedJobs());
    }

    private static RuntimeMetrics.WorkerMetrics toMetrics(Counters counters, int queueDepth) {
        return new RuntimeMetrics.WorkerMetrics(
                counters.get(Counter.POLLS),
                counters.get(Counter.SLOT_POLLS),
                counters.get(Counter.INJECTED),
                counters.get(Counter.STEALS),
                counters.get(Counter.PARKS),
                counters.get(Counter.IDLE_WAKES),
                counters.get(Counter.SPAWNS),
                queueDepth);
    }

    /**
     * Ends this runtime: refuses new tasks, drops all tasks, stops the workers, and waits for them.
     *
     * <p>On one of the runtime's own threads, such as inside a task, it begins the end and returns without waiting: the calling
     * task itself is dropped when it awaits next.
     *
     * @param patience how long to wait at most
     * @return what still runs after that, in words; empty when everything has ended
     */
    public List<String> shutdown(Duration patience) {
        scheduler.closing().begin();
        if (Scheduler.current() == scheduler) {
            return List.of();
        }
        try {
            return scheduler.closing().await(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("unknown: the wait for the end of " + options.name() + " was interrupted");
        }
    }

    /** {@link #shutdown} with ten seconds of patience; what still runs then is logged. Closing twice has no effect. */
    @Override
    public void close() {
        List<String> running = shutdown(CLOSE_PATIENCE);
        if (!running.isEmpty()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} was closed, but still runs: {1}. Code that blocks belongs in spawnBlocking, and should heed an"
                            + " interrupt.",
                    options.name(),
                    String.join("; ", running));
        }
    }

    @Override
    public String toString() {
        return options.name();
    }

    /** The settings of a {@link Runtime}. Every one has a default that suits a server. Not thread-safe. */
    public static final class Builder {
        private static final AtomicInteger RUNTIMES = new AtomicInteger();
        private static final int DEFAULT_MAX_BLOCKING_THREADS = 512; // Tokio's value

        /** So many tasks at once may block for long before it is felt, also on a small machine. */
        private static final int LEAST_SPARE_WORKERS = 4;

        private @Nullable String name;
        private int workers = java.lang.Runtime.getRuntime().availableProcessors();
        private Clock clock = Clock.system();
        private UncaughtHandler uncaughtHandler = Builder::log;
        private int maxBlockingThreads = DEFAULT_MAX_BLOCKING_THREADS;
        private Duration blockingKeepAlive = Duration.ofSeconds(10); // Tokio's value
        private Duration blockedAfter = Duration.ofMillis(10); // after which Go's scheduler takes a processor back
        private Duration spareAfter = Duration.ofMillis(100);
        private int maxSpareWorkers = -1;
        private final List<Consumer<BlockedWorker>> blockedWorkerListeners = new ArrayList<>();
        private boolean recordSpawnSites;

        private Builder() {}

        /** The name of the runtime, with which its threads' names begin. Default: {@code kyoto-1}, {@code kyoto-2}, … */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** How many workers run tasks, each on a thread of its own. Default: one for each processor. */
        public Builder workers(int workers) {
            if (workers < 1) {
                throw new IllegalArgumentException("A runtime needs at least one worker, but workers is " + workers
                        + ". For one without threads of its own use currentThread().");
            }
            this.workers = workers;
            return this;
        }

        /**
         * No threads for tasks: they run on the threads that call {@link Runtime#blockOn}, while these wait there. A task that
         * blocks is reported, as on every runtime, but nobody is there to take its place.
         */
        public Builder currentThread() {
            this.workers = 0;
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
            if (threads < 1) {
                throw new IllegalArgumentException(
                        "spawnBlocking needs at least one thread, but maxBlockingThreads is " + threads + ".");
            }
            this.maxBlockingThreads = threads;
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
         * Whether every task remembers the line that spawned it, for messages. It takes about a microsecond a task. Default: no;
         * then messages say where the task's async block is written, which costs nothing.
         */
        public Builder recordSpawnSites(boolean record) {
            this.recordSpawnSites = record;
            return this;
        }

        public Runtime build() {
            String name = this.name != null ? this.name : "kyoto-" + RUNTIMES.incrementAndGet();
            return new Runtime(new Options(
                    name,
                    workers,
                    Options::newDriver,
                    clock,
                    uncaughtHandler,
                    maxBlockingThreads,
                    blockingKeepAlive,
                    recordSpawnSites,
                    new MonitorOptions(
                            blockedAfter,
                            spareAfter,
                            maxSpareWorkers >= 0 ? maxSpareWorkers : Math.max(LEAST_SPARE_WORKERS, workers),
                            blockedWorkerListener(),
                            true)));
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

        private static void log(String origin, Throwable failure) {
            LOGGER.log(System.Logger.Level.ERROR, "Nobody waits for the failure of " + origin, failure);
        }
    }
}
