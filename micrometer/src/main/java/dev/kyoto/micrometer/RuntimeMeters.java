package dev.kyoto.micrometer;

import dev.kyoto.PollTimeHistogram;
import dev.kyoto.Runtime;
import dev.kyoto.RuntimeMetrics;
import dev.kyoto.RuntimeMetrics.DriverMetrics;
import dev.kyoto.RuntimeMetrics.WorkerMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of one runtime in one registry. Registering is guarded by this. */
final class RuntimeMeters {
    /** The shortest and the longest time of a bucket, as powers of two of nanoseconds: from a microsecond to a second. */
    private static final int FIRST_BUCKET = 10;

    private static final int LAST_BUCKET = 30;

    private static final List<WorkerCounter> WORKER_COUNTERS = List.of(
            new WorkerCounter("polls", "Polls of tasks", "polls", WorkerMetrics::polls),
            new WorkerCounter(
                    "slot.polls", "Polls of tasks woken by the one before", "polls", WorkerMetrics::slotPolls),
            new WorkerCounter("injected", "Tasks taken from the shared queue", "tasks", WorkerMetrics::injected),
            new WorkerCounter("steals", "Times that tasks were taken from another", null, WorkerMetrics::steals),
            new WorkerCounter("overflows", "Times that the own queue was full", null, WorkerMetrics::overflows),
            new WorkerCounter(
                    "budget.yields", "Times that a task used up its budget", null, WorkerMetrics::budgetYields),
            new WorkerCounter("busy", "How long it was awake", "seconds", metrics -> seconds(metrics.busy())),
            new WorkerCounter("parks", "Times that it went to sleep", null, WorkerMetrics::parks),
            new WorkerCounter("idle.wakes", "Times that it woke for nothing", null, WorkerMetrics::idleWakes),
            new WorkerCounter("spawns", "Tasks spawned by its tasks", "tasks", WorkerMetrics::spawns));

    private record WorkerCounter(
            String name, String description, @Nullable String unit, ToDoubleFunction<WorkerMetrics> number) {}

    private final Runtime runtime;
    private final MeterRegistry registry;
    private final Tags tags;
    private final Snapshots snapshots;
    private final BlockedWorkers blockedWorkers;
    private final List<Meter> registered = new ArrayList<>();
    private int workers;
    private boolean removed;

    RuntimeMeters(Runtime runtime, MeterRegistry registry, Tags tags, Snapshots snapshots) {
        this.runtime = runtime;
        this.registry = registry;
        this.tags = tags;
        this.snapshots = snapshots;
        Timer blocked = Timer.builder("kyoto.worker.blocked")
                .description("How long workers did not come back from the poll of a task")
                .tags(tags)
                .register(registry);
        registered.add(blocked);
        blockedWorkers = new BlockedWorkers(blocked);
    }

    BlockedWorkers blockedWorkers() {
        return blockedWorkers;
    }

    synchronized void register(RuntimeMetrics now) {
        gauge("kyoto.tasks.live", "Tasks that have not ended", "tasks", RuntimeMetrics::liveTasks);
        gauge("kyoto.injection.queue.depth", "Tasks in the shared queue", "tasks", RuntimeMetrics::injectionQueueDepth);
        counter("kyoto.injections", "Tasks put into the shared queue", "tasks", RuntimeMetrics::injections);
        gauge("kyoto.blocking.threads", "Threads of the blocking pool", "threads", RuntimeMetrics::blockingThreads);
        gauge("kyoto.blocking.threads.idle", "Of these, without a job", "threads", RuntimeMetrics::blockingIdle);
        gauge("kyoto.blocking.jobs.active", "Blocking jobs that run", "jobs", RuntimeMetrics::blockingActive);
        gauge("kyoto.blocking.jobs.queued", "Blocking jobs that wait", "jobs", RuntimeMetrics::blockingQueued);
        counter(
                "kyoto.blocking.jobs.finished",
                "Blocking jobs that have run",
                "jobs",
                RuntimeMetrics::blockingFinished);
        add(Gauge.builder("kyoto.workers.blocked", blockedWorkers, BlockedWorkers::count)
                .description("Workers that do not come back from the poll of a task")
                .baseUnit("workers")
                .tags(tags)
                .strongReference(true)
                .register(registry));
        for (int driver = 0; driver < now.drivers().size(); driver++) {
            registerDriver(driver);
        }
        if (now.pollTimes() != null) {
            registerPollTimes();
        }
        registerWorkers(now);
    }

    /** Those that have come since. */
    private synchronized void registerWorkers(RuntimeMetrics now) {
        while (!removed && workers < now.workers().size()) {
            registerWorker(workers++);
        }
    }

    synchronized void remove() {
        removed = true;
        registered.forEach(registry::remove);
        registered.clear();
    }

    private void registerWorker(int index) {
        Tags worker = tags.and("worker", Integer.toString(index));
        for (WorkerCounter counter : WORKER_COUNTERS) {
            add(FunctionCounter.builder("kyoto.worker." + counter.name, runtime, ofWorker(index, counter.number))
                    .description(counter.description)
                    .baseUnit(counter.unit)
                    .tags(worker)
                    .register(registry));
        }
        add(Gauge.builder("kyoto.worker.queue.depth", runtime, ofWorker(index, WorkerMetrics::queueDepth))
                .description("Tasks in the worker's own queue")
                .baseUnit("tasks")
                .tags(worker)
                .register(registry));
    }

    private ToDoubleFunction<Runtime> ofWorker(int index, ToDoubleFunction<WorkerMetrics> number) {
        return of(metrics -> number.applyAsDouble(metrics.workers().get(index)));
    }

    private void registerDriver(int index) {
        Tags driver = tags.and("driver", Integer.toString(index));
        add(Gauge.builder("kyoto.driver.channels", runtime, ofDriver(index, DriverMetrics::channels))
                .description("Channels that are registered")
                .baseUnit("channels")
                .tags(driver)
                .register(registry));
        add(FunctionCounter.builder("kyoto.driver.ready.events", runtime, ofDriver(index, DriverMetrics::readyEvents))
                .description("Times that a channel was found ready")
                .baseUnit("events")
                .tags(driver)
                .register(registry));
        add(FunctionCounter.builder("kyoto.driver.wakeups", runtime, ofDriver(index, DriverMetrics::wakeups))
                .description("Times that a sleeping worker was woken by a system call")
                .tags(driver)
                .register(registry));
    }

    private ToDoubleFunction<Runtime> ofDriver(int index, ToDoubleFunction<DriverMetrics> number) {
        return of(metrics -> number.applyAsDouble(metrics.drivers().get(index)));
    }

    /** Powers of two of nanoseconds are bounds of the histogram's own buckets: so no poll is counted on the wrong side. */
    private void registerPollTimes() {
        for (int exponent = FIRST_BUCKET; exponent <= LAST_BUCKET; exponent++) {
            Duration bound = Duration.ofNanos(1L << exponent);
            registerBucket(Double.toString(seconds(bound)), bound);
        }
        registerBucket("+Inf", Duration.ofSeconds(Long.MAX_VALUE));
        add(TimeGauge.builder("kyoto.poll.time.max", runtime, TimeUnit.NANOSECONDS, of(metrics -> {
                    PollTimeHistogram times = metrics.pollTimes();
                    return times == null ? 0 : times.max().toNanos();
                }))
                .description("No poll took longer")
                .tags(tags)
                .register(registry));
    }

    private void registerBucket(String label, Duration bound) {
        add(FunctionCounter.builder(
                        "kyoto.poll.time.seconds.bucket", runtime, of(metrics -> upTo(bound, metrics.pollTimes())))
                .description("Polls that took no longer than le, in seconds")
                .baseUnit("polls")
                .tags(tags.and("le", label))
                .register(registry));
    }

    private static long upTo(Duration bound, @Nullable PollTimeHistogram times) {
        return times == null
                ? 0
                : times.buckets().stream()
                        .filter(bucket -> bucket.to().compareTo(bound) <= 0)
                        .mapToLong(PollTimeHistogram.Bucket::count)
                        .sum();
    }

    private void gauge(String name, String description, String unit, ToDoubleFunction<RuntimeMetrics> number) {
        add(Gauge.builder(name, runtime, of(number))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    private void counter(String name, String description, String unit, ToDoubleFunction<RuntimeMetrics> number) {
        add(FunctionCounter.builder(name, runtime, of(number))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    /** Reads one number; whoever reads any notices workers that have come. */
    private ToDoubleFunction<Runtime> of(ToDoubleFunction<RuntimeMetrics> number) {
        return runtime -> {
            RuntimeMetrics metrics = snapshots.of(runtime);
            registerWorkers(metrics);
            return number.applyAsDouble(metrics);
        };
    }

    private void add(Meter meter) {
        registered.add(meter);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
