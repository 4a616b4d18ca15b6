package dev.kyoto.console.internal.watch;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeMetrics;
import dev.kyoto.RuntimeMetrics.WorkerMetrics;
import dev.kyoto.task.BlockedWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is known of one runtime: its tasks, and once a second what it counted in that second. The console's thread calls
 * {@link #look} and {@link #beat}; any thread reads.
 */
public final class RuntimeWatch implements AutoCloseable {
    private final Runtime runtime;
    private final TaskWatch tasks;
    private final Dumps dumps;

    private final History live = new History();
    private final History polls = new History();
    private final History spawns = new History();
    private final History busy = new History();
    private final List<History> workerBusy = new ArrayList<>();

    private RuntimeMetrics metrics;
    private long[] awake = new long[0];
    private long spawnsBefore;
    private long beatAt;
    private Pulse pulse;

    /**
     * The last second. Rates are per second.
     *
     * @param live tasks that have not ended
     * @param busy how many workers were awake, on average
     * @param posts how many workers there are to be, without spares
     */
    public record Pulse(
            int live, double polls, double spawns, double busy, int posts, int blocked, List<WorkerPulse> workers) {}

    /** What a worker is at. */
    public enum WorkerState {
        AWAKE,
        ASLEEP,
        BLOCKED,
        /** A spare that is not needed, or a worker that was relieved, so far as can be told. */
        UNUSED
    }

    /**
     * The last second of a worker. Rates are per second.
     *
     * @param busy the share of the time that it was awake
     * @param task the watched task that it polls, or 0
     */
    public record WorkerPulse(
            int index,
            WorkerState state,
            double busy,
            double polls,
            double slotPolls,
            double injected,
            double steals,
            double overflows,
            double budgetYields,
            double parks,
            double spawns,
            int queueDepth,
            long task) {}

    /** Listens from now on. */
    public RuntimeWatch(Runtime runtime, LongSupplier clock) {
        this.runtime = runtime;
        this.tasks = new TaskWatch(runtime, clock);
        this.dumps = new Dumps(runtime, tasks::isWatched, clock);
        this.metrics = runtime.metrics();
        this.beatAt = clock.getAsLong();
        this.pulse = new Pulse(metrics.liveTasks(), 0, 0, 0, size(metrics), 0, List.of());
    }

    public Runtime runtime() {
        return runtime;
    }

    public TaskWatch tasks() {
        return tasks;
    }

    public Dumps dumps() {
        return dumps;
    }

    /** Many times a second. */
    public void look() {
        tasks.look();
    }

    /** Once a second. */
    public synchronized void beat() {
        tasks.discover();
        long now = tasks.now();
        double seconds = Math.max(now - beatAt, 1) / 1e9;
        RuntimeMetrics latest = runtime.metrics();
        List<TaskWatch.Blockage> blockages = tasks.blocked();
        List<WorkerPulse> workers = new ArrayList<>();
        long[] awakeNow = new long[latest.workers().size()];
        double busyWorkers = 0;
        double spawned = 0;
        for (int i = 0; i < awakeNow.length; i++) {
            awakeNow[i] = tasks.workers().awake(i, now);
            WorkerMetrics after = latest.workers().get(i);
            WorkerMetrics before =
                    i < metrics.workers().size() ? metrics.workers().get(i) : after;
            WorkerPulse worker = worker(i, before, after, seconds, awakeNow[i], blockages);
            workers.add(worker);
            busyWorkers += worker.busy();
            spawned += worker.spawns();
            if (workerBusy.size() == i) {
                workerBusy.add(new History());
            }
            workerBusy.get(i).add(Math.round(1000 * worker.busy()));
        }
        long watchedSpawns = tasks.spawns();
        if (tasks.oneOf() == 1) { // of a sample: as the workers say, who do not count what is spawned from outside
            spawned = (watchedSpawns - spawnsBefore) / seconds;
        }
        spawnsBefore = watchedSpawns;
        pulse = new Pulse(
                latest.liveTasks(),
                (latest.polls() - metrics.polls()) / seconds,
                spawned,
                busyWorkers,
                size(latest),
                (int) blockages.stream().filter(RuntimeWatch::lasts).count(),
                workers);
        live.add(pulse.live());
        polls.add(Math.round(pulse.polls()));
        spawns.add(Math.round(pulse.spawns()));
        busy.add(Math.round(1000 * pulse.busy()));
        metrics = latest;
        awake = awakeNow;
        beatAt = now;
    }

    /** How many workers the runtime was built with. */
    private static int size(RuntimeMetrics metrics) {
        return (int)
                metrics.workers().stream().filter(worker -> !worker.spare()).count();
    }

    private WorkerPulse worker(
            int index,
            WorkerMetrics before,
            WorkerMetrics after,
            double seconds,
            long awakeNow,
            List<TaskWatch.Blockage> blockages) {
        double polled = (after.polls() - before.polls()) / seconds;
        Workers states = tasks.workers();
        boolean blocked =
                blockages.stream().anyMatch(one -> lasts(one) && one.news().worker() == index);
        // One that has not been heard of since the console came sleeps all the time, or is awake all the time.
        boolean awakeAllAlong = blocked || polled > 0;
        double share = states.isKnown(index)
                ? (awakeNow - (index < awake.length ? awake[index] : 0)) / 1e9 / seconds
                : awakeAllAlong ? 1 : 0;
        TaskRecord task = states.polled(index);
        WorkerState state;
        if (blocked) {
            state = WorkerState.BLOCKED;
        } else if (after.polls() == 0 && after.spare()) {
            state = WorkerState.UNUSED;
        } else {
            boolean awakeNowToo = states.isKnown(index) ? states.isAwake(index) : awakeAllAlong;
            state = awakeNowToo ? WorkerState.AWAKE : WorkerState.ASLEEP;
        }
        return new WorkerPulse(
                index,
                state,
                Math.min(1, Math.max(0, share)),
                polled,
                (after.slotPolls() - before.slotPolls()) / seconds,
                (after.injected() - before.injected()) / seconds,
                (after.steals() - before.steals()) / seconds,
                (after.overflows() - before.overflows()) / seconds,
                (after.budgetYields() - before.budgetYields()) / seconds,
                (after.parks() - before.parks()) / seconds,
                (after.spawns() - before.spawns()) / seconds,
                after.queueDepth(),
                task == null ? 0 : task.id());
    }

    /** Whether the poll has not come to its end yet. */
    public static boolean lasts(TaskWatch.Blockage blockage) {
        return blockage.news().stage() != BlockedWorker.Stage.ENDED;
    }

    public synchronized Pulse pulse() {
        return pulse;
    }

    public synchronized RuntimeMetrics metrics() {
        return metrics;
    }

    public synchronized long[] liveHistory() {
        return live.read();
    }

    public synchronized long[] pollHistory() {
        return polls.read();
    }

    public synchronized long[] spawnHistory() {
        return spawns.read();
    }

    /** In thousandths of a worker. */
    public synchronized long[] busyHistory() {
        return busy.read();
    }

    /** In thousandths of the time. */
    public synchronized long[] busyHistory(int worker) {
        return worker < workerBusy.size() ? workerBusy.get(worker).read() : new long[0];
    }

    @Override
    public void close() {
        tasks.close();
    }
}
