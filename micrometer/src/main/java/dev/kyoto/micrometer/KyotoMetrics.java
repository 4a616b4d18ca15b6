package dev.kyoto.micrometer;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeMetrics;
import dev.kyoto.RuntimeMetrics.DriverMetrics;
import dev.kyoto.RuntimeMetrics.WorkerMetrics;
import dev.kyoto.task.Listening;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * All that {@link Runtime#metrics()} tells, as meters.
 *
 * <pre>{@code
 * try (var metrics = new KyotoMetrics(runtime)) {
 *     metrics.bindTo(registry);
 *     …
 * }
 * }</pre>
 *
 * <p>Every meter has the tag {@code runtime}, the runtime's name; what is counted by each worker has the tag {@code worker}, its
 * index, and sums up over it. So any number of runtimes may be in one registry. Meters of spare workers appear when the spare
 * worker is first needed.
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>Name</th><th>What it tells</th></tr>
 * <tr><td>{@code kyoto.tasks.live}</td><td>tasks that have not ended</td></tr>
 * <tr><td>{@code kyoto.injection.queue.depth}, {@code kyoto.injections}</td>
 *     <td>the queue that all workers share, and how many tasks went through it</td></tr>
 * <tr><td>{@code kyoto.worker.polls}, {@code .slot.polls}, {@code .injected}, {@code .steals}, {@code .overflows},
 *     {@code .budget.yields}, {@code .busy}, {@code .parks}, {@code .idle.wakes}, {@code .spawns}, {@code .queue.depth}</td>
 *     <td>what {@link WorkerMetrics} says; {@code busy} in seconds</td></tr>
 * <tr><td>{@code kyoto.workers.blocked}, {@code kyoto.worker.blocked}</td>
 *     <td>how many workers do not come back from a poll at the moment, and a timer of those that have</td></tr>
 * <tr><td>{@code kyoto.driver.channels}, {@code .ready.events}, {@code .wakeups}</td>
 *     <td>what {@link DriverMetrics} says, with the tag {@code driver}</td></tr>
 * <tr><td>{@code kyoto.blocking.threads}, {@code .threads.idle}, {@code .jobs.active}, {@code .jobs.queued},
 *     {@code .jobs.finished}</td><td>the pool of {@code spawnBlocking}</td></tr>
 * <tr><td>{@code kyoto.poll.time.seconds.bucket}, {@code kyoto.poll.time.max}</td>
 *     <td>how long polls took, if {@link Runtime.Builder#pollTimes} was called: of each bucket, with the tag {@code le}, how
 *     many took up to so many seconds. In Prometheus,
 *     {@code histogram_quantile(0.99, sum by (le) (rate(kyoto_poll_time_seconds_bucket_total[5m])))}</td></tr>
 * </table>
 *
 * <p>Meters are read when the registry publishes; in between, nothing is done, and the runtime pays nothing but the test at
 * each event that every listener costs, for the two meters of blocked workers. Values that are read within a tenth of a second are
 * of one moment. The registry keeps the runtime until this is closed, also when it has been shut down: then the counters tell
 * how it ended.
 *
 * <p><b>Threads.</b> All methods may be called from any thread.
 */
public final class KyotoMetrics implements MeterBinder, AutoCloseable {
    /** The listener is told of workers in any case; of tasks it wants to hear as little as can be. */
    private static final int HARDLY_ANY_TASK = 1 << 30;

    private final Runtime runtime;
    private final Tags tags;
    private final LongSupplier nanoTime;

    // Both guarded by this.
    private final List<RuntimeMeters> bound = new ArrayList<>();
    private final List<Listening> listening = new ArrayList<>();

    /** Of {@code runtime}, under its name. */
    public KyotoMetrics(Runtime runtime) {
        this(runtime, List.of());
    }

    /** Of {@code runtime}, under its name, with more tags on every meter. */
    public KyotoMetrics(Runtime runtime, Iterable<Tag> tags) {
        this(runtime, tags, System::nanoTime);
    }

    KyotoMetrics(Runtime runtime, Iterable<Tag> tags, LongSupplier nanoTime) {
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.tags = Tags.of(tags).and("runtime", runtime.toString());
        this.nanoTime = nanoTime;
    }

    /** Registers the meters; any number of registries may be given one after the other. */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        RuntimeMetrics now = runtime.metrics();
        RuntimeMeters meters = new RuntimeMeters(runtime, registry, tags, new Snapshots(nanoTime));
        meters.register(now);
        bound.add(meters);
        listening.add(runtime.addListener(meters.blockedWorkers(), HARDLY_ANY_TASK));
    }

    /** Removes the meters from their registries. Again: no effect. */
    @Override
    public synchronized void close() {
        listening.forEach(Listening::close);
        listening.clear();
        bound.forEach(RuntimeMeters::remove);
        bound.clear();
    }
}
