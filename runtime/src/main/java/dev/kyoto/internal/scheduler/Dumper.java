package dev.kyoto.internal.scheduler;

import dev.kyoto.dump.BlockingJobDump;
import dev.kyoto.dump.Deadlock;
import dev.kyoto.dump.RuntimeDump;
import dev.kyoto.dump.TaskDump;
import dev.kyoto.dump.WorkerDump;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Future;
import dev.kyoto.internal.blocking.BlockingJob;
import dev.kyoto.internal.dump.Deadlocks;
import dev.kyoto.internal.scheduler.Counters.Counter;
import dev.kyoto.internal.task.TaskLabel;
import dev.kyoto.task.TaskInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes one dump of a scheduler, on any thread, while everything goes on. It writes nothing that the scheduler reads and takes
 * no lock but those of the task list and of the blocking pool, for moments.
 *
 * <p><b>What is right.</b> The word of a task is read, then its future, then the word again. If both times the task was idle and
 * its count of polls is the same, then what was read in between is what the last poll left: to read IDLE synchronises with the
 * end of that poll ({@link TaskWord}), and no other has begun. Else it is read again, and if the task is quicker each time, shown as running.
 */
final class Dumper {
    /** So often is a task read that is polled meanwhile. */
    private static final int TRIES = 3;

    private final Scheduler scheduler;

    /** A label is text only when it is made; many tasks have the same. */
    private final Map<Object, Origin> origins = new HashMap<>();

    private final Map<Task<?>, Worker> pollers = new HashMap<>();

    private record Origin(String name, String site) {}

    Dumper(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    RuntimeDump take(int limit, Predicate<? super TaskInfo> filter) {
        Instant takenAt = Instant.now();
        List<WorkerDump> workers = workers();
        List<Task<?>> found = found();
        List<TaskDump> tasks = new ArrayList<>();
        List<Task<?>> read = new ArrayList<>();
        int omitted = 0;
        for (Task<?> task : found) {
            if (!filter.test(task)) {
                continue;
            }
            if (tasks.size() == limit) {
                omitted++;
                continue;
            }
            TaskDump dump = read(task);
            if (dump != null) {
                tasks.add(dump);
                read.add(task);
            }
        }
        return new RuntimeDump(
                scheduler.options().name(),
                takenAt,
                scheduler.closing().hasBegun(),
                found.size(),
                omitted,
                deadlocks(tasks, read),
                workers,
                blockingJobs(),
                HolderNames.of(found).in(tasks));
    }

    // ---- tasks

    /** At the end of the scheduler a task that is being dropped stands in no list any more, but its worker has it. */
    private List<Task<?>> found() {
        List<Task<?>> listed = scheduler.taskList().read();
        Set<Task<?>> polled = new LinkedHashSet<>(pollers.keySet());
        listed.forEach(polled::remove);
        listed.addAll(polled);
        listed.sort(Comparator.comparingLong(Task::id));
        return listed;
    }

    /** Null if the task has ended. */
    private @Nullable TaskDump read(Task<?> task) {
        for (int i = 1; ; i++) {
            TaskWord.Phase before = task.phase();
            int polls = task.polls();
            Future<?> future = task.future();
            if (before == TaskWord.Phase.ENDED || future == null) {
                return null;
            }
            AwaitTree awaits = AwaitTree.of(future);
            TaskWord.Phase after = task.phase();
            boolean still = before == after && polls == task.polls();
            if (still || i == TRIES) {
                return describe(task, still ? after : TaskWord.Phase.RUNNING, polls, awaits);
            }
        }
    }

    private TaskDump describe(Task<?> task, TaskWord.Phase phase, int polls, AwaitTree awaits) {
        Origin origin = origins.computeIfAbsent(
                task.label(), label -> new Origin(TaskLabel.name(label), TaskLabel.site(label)));
        Worker poller = phase == TaskWord.Phase.RUNNING ? pollers.get(task) : null;
        return new TaskDump(
                task.id(),
                origin.name(),
                origin.site(),
                switch (phase) {
                    case IDLE -> TaskDump.State.IDLE;
                    case SCHEDULED -> TaskDump.State.SCHEDULED;
                    case RUNNING -> TaskDump.State.RUNNING;
                    case DROPPED, ENDED -> TaskDump.State.DROPPING;
                },
                poller == null ? -1 : poller.index(),
                Duration.ofNanos(scheduler.spawnTime().nanosSince(task.spawned())),
                Integer.toUnsignedLong(polls),
                awaits);
    }

    /**
     * Each task was read at a time of its own. So those that seem stuck are read again: if none of them was polled in between, all
     * that is seen now was already true when the last of them was read first.
     */
    private List<Deadlock> deadlocks(List<TaskDump> dumps, List<Task<?>> tasks) {
        Set<Long> stuck = new Deadlocks(dumps).stuckTasks();
        if (stuck.isEmpty()) {
            return List.of();
        }
        List<TaskDump> again = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            TaskDump before = dumps.get(i);
            TaskDump now = stuck.contains(before.id()) ? read(tasks.get(i)) : null;
            if (now != null && now.polls() == before.polls()) {
                again.add(now);
            }
        }
        return new Deadlocks(again).circles();
    }

    // ---- threads

    private List<WorkerDump> workers() {
        List<WorkerDump> all = new ArrayList<>();
        for (Worker worker : scheduler.crew().workers()) {
            all.add(read(worker));
        }
        return List.copyOf(all);
    }

    private WorkerDump read(Worker worker) {
        Thread thread = worker.thread();
        Task<?> task = worker.current();
        long polls = worker.counters().get(Counter.POLLS);
        Duration seen = worker.watch().isStillIn(worker) ? worker.watch().seenFor() : Duration.ZERO;
        ThreadView view = thread != null && task != null ? ThreadView.of(thread) : null;
        if (task != null) {
            pollers.put(task, worker);
        }
        if (worker.current() != task || worker.counters().get(Counter.POLLS) != polls) {
            view = null; // of another poll, or of none
        }
        return new WorkerDump(
                worker.index(),
                state(worker, thread, task),
                thread == null ? null : thread.getName(),
                task == null ? 0 : task.id(),
                seen.isNegative() ? Duration.ZERO : seen,
                worker.ring().size(),
                polls,
                view == null ? null : view.state(),
                view == null ? null : view.lock(),
                view == null ? List.of() : view.stack());
    }

    private static WorkerDump.State state(Worker worker, @Nullable Thread thread, @Nullable Task<?> task) {
        if (task != null) {
            return WorkerDump.State.POLLING;
        } else if (worker.attendance().isOnBench()) {
            return WorkerDump.State.SPARE;
        } else if (thread == null) {
            return WorkerDump.State.AWAY;
        }
        return worker.isAsleep() ? WorkerDump.State.ASLEEP : WorkerDump.State.AWAKE;
    }

    private List<BlockingJobDump> blockingJobs() {
        long now = System.nanoTime();
        List<BlockingJobDump> all = new ArrayList<>();
        scheduler.blockingPool().running().forEach((thread, job) -> all.add(read(thread, job, now)));
        all.sort(Comparator.comparingLong(BlockingJobDump::id));
        return List.copyOf(all);
    }

    private static BlockingJobDump read(Thread thread, BlockingJob<?> job, long now) {
        ThreadView view = ThreadView.of(thread);
        return new BlockingJobDump(
                job.id(),
                job.name(),
                thread.getName(),
                Duration.ofNanos(Math.max(0, now - job.begunAt())),
                view.state(),
                view.lock(),
                view.stack());
    }
}
