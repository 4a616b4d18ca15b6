package dev.kyoto.console.internal.watch;

import dev.kyoto.Runtime;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.Listening;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.TaskInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one runtime: keeps a record of each watched task in a table of a fixed size. What is told is written there by the
 * thread that tells it, without a lock; everything else is done by the console's own thread, in {@link #look}.
 */
public final class TaskWatch implements RuntimeListener, AutoCloseable {
    /** Twice of what the sampler allows, and then to the next power of two. */
    private static final int CAPACITY = 1 << 18;

    /** Tasks that have ended are kept for so long, and so many of them at most. */
    private static final long KEPT_NANOS = 30_000_000_000L;

    private static final int KEPT_TASKS = 2_000;

    /** What has ended stays in the table for so long, unless so many new tasks came. */
    private static final long UNTIDY_NANOS = 500_000_000L;

    private static final long UNTIDY_TASKS = 10_000;

    /** Times of polls that are taken a second, of all tasks that are polled very often; but of each at least so many. */
    private static final long MOST_TIMES = 100_000;

    private static final long LEAST_TIMES = 500;

    /** So many polls that did not end are remembered. */
    private static final int KEPT_BLOCKED = 50;

    private final Runtime runtime;
    private final LongSupplier clock;
    private final TaskTable table = new TaskTable(CAPACITY);
    private final LongAdder spawns = new LongAdder();

    private final Workers workers;
    private final Listening listening;

    // ---- the console's thread, under the lock of this

    private final Names names = new Names();
    private final Sampler sampler;
    private final Deque<TaskRecord> ended = new ArrayDeque<>();
    private List<TaskRecord> live = List.of();
    private Load before = new Load(0, 0, 0);
    private Load tidied = before;
    private long lookedAt;
    private long tidiedAt;
    private long timesTakenAt;
    private int busyTasks;
    private int discoveredOneOf = Integer.MAX_VALUE;

    /** Guarded by itself: told by the thread that watches the workers. */
    private final Deque<Blockage> blocked = new ArrayDeque<>();

    /**
     * A poll that does not end, or did not for long.
     *
     * @param news the last that was heard of it
     * @param at when, by {@link System#nanoTime}
     */
    public record Blockage(BlockedWorker news, long at) {}

    /** @param clock nanoseconds */
    public TaskWatch(Runtime runtime, LongSupplier clock) {
        this.runtime = runtime;
        this.clock = clock;
        this.workers = new Workers(clock);
        this.lookedAt = clock.getAsLong();
        this.tidiedAt = lookedAt;
        this.timesTakenAt = lookedAt;
        this.sampler = new Sampler(lookedAt);
        this.listening = runtime.addListener(this);
    }

    // ---- told by the runtime

    @Override
    public void taskSpawned(TaskInfo task) {
        spawns.increment();
        table.add(new TaskRecord(task, clock.getAsLong(), true));
    }

    @Override
    public void taskWoken(TaskInfo task, boolean bySelf) {
        TaskRecord record = table.find(task.id());
        if (record != null) {
            record.woken(clock, bySelf);
        }
    }

    @Override
    public void budgetExhausted(TaskInfo task) {
        TaskRecord record = table.find(task.id());
        if (record != null) {
            record.budgetExhausted(clock);
        }
    }

    @Override
    public void wakerNotTaken(TaskInfo task) {
        TaskRecord record = table.find(task.id());
        if (record != null) {
            record.wakerNotTaken();
        }
    }

    @Override
    public void pollStarted(int worker, TaskInfo task) {
        TaskRecord record = table.find(task.id());
        if (record == null) { // it was there before the console, or before the sample became finer
            record = new TaskRecord(task, clock.getAsLong(), false);
            if (!table.addAndReplace(record)) {
                return;
            }
        }
        workers.setPolled(worker, record);
        record.pollStarted(worker, clock);
    }

    @Override
    public void pollEnded(int worker, TaskInfo task) {
        TaskRecord record = workers.polled(worker);
        if (record != null) {
            workers.setPolled(worker, null);
            record.pollEnded(clock);
        }
    }

    @Override
    public void taskEnded(TaskInfo task) {
        TaskRecord record = table.find(task.id());
        if (record != null) {
            record.ended(clock.getAsLong());
        }
    }

    @Override
    public void workerBlocked(BlockedWorker news) {
        synchronized (blocked) {
            blocked.removeIf(last -> last.news().worker() == news.worker()
                    && last.news().taskId() == news.taskId()
                    && last.news().stage() != BlockedWorker.Stage.ENDED);
            blocked.addLast(new Blockage(news, clock.getAsLong()));
            if (blocked.size() > KEPT_BLOCKED) {
                blocked.removeFirst();
            }
        }
    }

    @Override
    public void workerParking(int worker) {
        workers.parking(worker);
    }

    @Override
    public void workerUnparked(int worker) {
        workers.unparked(worker);
    }

    // ---- the console's thread

    /**
     * Compares what was told since the last look with what may be told, and makes the sample coarser or finer. To be called many
     * times a second: so long it takes to notice a flood. Tidies up now and then.
     */
    public synchronized void look() {
        long now = clock.getAsLong();
        Load load = new Load(spawns.sum(), workers.polls(), table.refused());
        double seconds = Math.max(now - lookedAt, 1) / 1e9;
        long added = load.spawns() - tidied.spawns();
        boolean changed = sampler.look(
                now,
                live.size() + added,
                (load.spawns() - before.spawns()) / seconds,
                (load.polls() - before.polls()) / seconds,
                load.refused() > before.refused());
        before = load;
        lookedAt = now;
        if (changed) {
            listening.sample(sampler.oneOf());
        }
        if (changed || added > UNTIDY_TASKS || now - tidiedAt >= UNTIDY_NANOS) {
            tidied = load;
            tidiedAt = now;
            tidy(now);
        }
    }

    /** Records of ended tasks leave the table, and those that are not in the sample any more. */
    private void tidy(long now) {
        List<TaskRecord> rest = new ArrayList<>(live.size());
        table.removeIf(
                record -> {
                    boolean stays = record.phase() != TaskRecord.Phase.ENDED && listening.hearsOf(record.id());
                    if (stays) {
                        rest.add(record);
                    }
                    return !stays;
                },
                removed -> {
                    if (removed.phase() == TaskRecord.Phase.ENDED) {
                        ended.addLast(removed);
                    }
                });
        live = rest;
        takeTimes(now);
        while (ended.size() > KEPT_TASKS
                || !ended.isEmpty() && now - ended.getFirst().endedAt() > KEPT_NANOS) {
            ended.removeFirst();
        }
        for (TaskRecord record : ended) {
            record.name(names); // so that it forgets the task, and with it the value
        }
    }

    /** Takes fewer times of tasks that are polled very often, so that these few do not cost much, and the others are seen well. */
    private void takeTimes(long now) {
        double seconds = Math.max(now - timesTakenAt, 1) / 1e9;
        timesTakenAt = now;
        long most = Math.max(LEAST_TIMES, MOST_TIMES / Math.max(1, busyTasks));
        busyTasks = 0;
        for (TaskRecord record : live) {
            double polls = record.pollsSinceLook() / seconds;
            if (polls > most) {
                busyTasks++;
                record.takeTimeOf(Integer.highestOneBit((int) Math.min(polls / most, 1 << 20)) * 2);
            } else if (record.timedOneOf() > 1) {
                record.takeTimeOf(1);
            }
        }
    }

    /**
     * Adds tasks that were there before and have not been heard of since: when the console has come, and when the sample has
     * become finer. Takes as long as a walk through all tasks.
     */
    synchronized void discover() {
        if (listening.oneOf() >= discoveredOneOf) {
            discoveredOneOf = listening.oneOf();
            return;
        }
        discoveredOneOf = listening.oneOf();
        long now = clock.getAsLong();
        runtime.dump(0, task -> {
            if (listening.hearsOf(task.id()) && table.find(task.id()) == null) {
                table.addUnlessThere(new TaskRecord(task, now, false));
            }
            return false;
        });
    }

    /** Whether the task is in the sample. */
    boolean isWatched(long task) {
        return listening.hearsOf(task);
    }

    /** How many watched tasks were spawned so far. */
    public long spawns() {
        return spawns.sum();
    }

    /** Of how many tasks one is watched. */
    public int oneOf() {
        return listening.oneOf();
    }

    public Runtime runtime() {
        return runtime;
    }

    public Workers workers() {
        return workers;
    }

    public long now() {
        return clock.getAsLong();
    }

    /** The watched tasks that had not ended at the last look. Not to be changed. */
    public synchronized List<TaskRecord> live() {
        return live;
    }

    /** The watched tasks that have ended lately. */
    public synchronized List<TaskRecord> ended() {
        return new ArrayList<>(ended);
    }

    public synchronized @Nullable TaskRecord find(long id) {
        TaskRecord record = table.find(id);
        if (record == null) {
            for (TaskRecord candidate : ended) {
                if (candidate.id() == id) {
                    return candidate;
                }
            }
        }
        return record;
    }

    public synchronized String nameOf(TaskRecord record) {
        return record.name(names);
    }

    public synchronized String siteOf(TaskRecord record) {
        return record.site(names);
    }

    /** Polls that do not end or did not, the latest last. */
    public List<Blockage> blocked() {
        synchronized (blocked) {
            return List.copyOf(blocked);
        }
    }

    /** The runtime is not listened to any more; what is known stays. */
    @Override
    public void close() {
        listening.close();
    }
}
