package dev.kyoto;

import dev.kyoto.internal.blocking.BlockingPool;
import dev.kyoto.internal.scheduler.Counters;
import dev.kyoto.internal.scheduler.Counters.Counter;
import dev.kyoto.internal.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime has counted and holds, at one moment. A snapshot: it does not change. The numbers are read one after another
 * while the runtime goes on, and the workers publish theirs without synchronisation, a little late; so they need not fit
 * together exactly. Each counter starts at zero and only grows, also when the runtime has been shut down: rates are differences
 * of two snapshots.
 *
 * @param workers each worker's counters, in the order of their indices; spare workers that were needed so far come last
 * @param drivers the I/O drivers, each of which up to eight workers share
 * @param liveTasks tasks that have not ended
 * @param injectionQueueDepth tasks in the queue that all workers share
 * @param injections tasks that were put there so far: woken or spawned from outside, or overflowed from a worker's own queue
 * @param blockingThreads threads of the blocking pool
 * @param blockingIdle of these, threads that run no job
 * @param blockingActive jobs of {@code spawnBlocking} that run
 * @param blockingQueued jobs of {@code spawnBlocking} that wait for a thread
 * @param blockingFinished jobs of {@code spawnBlocking} that have run
 */
public record RuntimeMetrics(
        List<WorkerMetrics> workers,
        List<DriverMetrics> drivers,
        int liveTasks,
        int injectionQueueDepth,
        long injections,
        int blockingThreads,
        int blockingIdle,
        int blockingActive,
        int blockingQueued,
        long blockingFinished) {

    /** All polls of tasks. */
    public long polls() {
        return workers.stream().mapToLong(WorkerMetrics::polls).sum();
    }

    /** The poll times of all workers together; null unless {@link Runtime.Builder#pollTimes} was called. */
    public @Nullable PollTimeHistogram pollTimes() {
        List<PollTimeHistogram> all = new ArrayList<>();
        for (WorkerMetrics worker : workers) {
            PollTimeHistogram times = worker.pollTimes();
            if (times == null) {
                return null;
            }
            all.add(times);
        }
        return PollTimeHistogram.sum(all);
    }

    /**
     * The counters of one worker.
     *
     * @param spare whether it came in the place of one that blocked
     * @param polls polls of tasks
     * @param slotPolls of these, polls of tasks that ran next because the task before had woken them
     * @param injected tasks taken from the queue that all workers share
     * @param steals times that this worker took tasks from another
     * @param overflows times that this worker's own queue was full, and tasks went to the one that all share
     * @param budgetYields times that a task gave way because its budget was used up
     * @param busy how long this worker was awake, up to when it last went to sleep
     * @param parks times that this worker went to sleep
     * @param idleWakes times that this worker woke from sleep and found nothing to do
     * @param spawns tasks spawned by the tasks of this worker
     * @param queueDepth tasks in this worker's own queue
     * @param pollTimes how long polls took; null unless {@link Runtime.Builder#pollTimes} was called
     */
    public record WorkerMetrics(
            boolean spare,
            long polls,
            long slotPolls,
            long injected,
            long steals,
            long overflows,
            long budgetYields,
            Duration busy,
            long parks,
            long idleWakes,
            long spawns,
            int queueDepth,
            @Nullable PollTimeHistogram pollTimes) {}

    /**
     * An I/O driver, and those who sleep until it hears of something.
     *
     * @param channels that are registered at the moment
     * @param readyEvents times that a channel was found ready
     * @param wakeups times that a worker slept and was woken by a system call of another thread
     */
    public record DriverMetrics(int channels, long readyEvents, long wakeups) {}

    static RuntimeMetrics of(Scheduler scheduler) {
        BlockingPool pool = scheduler.blockingPool();
        return new RuntimeMetrics(
                scheduler.readWorkers().stream().map(RuntimeMetrics::of).toList(),
                scheduler.readDrivers().stream()
                        .map(driver -> new DriverMetrics(driver.channels(), driver.readyEvents(), driver.wakeups()))
                        .toList(),
                scheduler.liveTasks(),
                scheduler.injectionDepth(),
                scheduler.injections(),
                pool.threadCount(),
                pool.idleThreads(),
                pool.activeJobs(),
                pool.queuedJobs(),
                pool.finishedJobs());
    }

    private static WorkerMetrics of(Scheduler.WorkerReading worker) {
        Counters counters = worker.counters();
        return new WorkerMetrics(
                worker.spare(),
                counters.get(Counter.POLLS),
                counters.get(Counter.SLOT_POLLS),
                counters.get(Counter.INJECTED),
                counters.get(Counter.STEALS),
                counters.get(Counter.OVERFLOWS),
                counters.get(Counter.BUDGET_YIELDS),
                Duration.ofNanos(counters.get(Counter.BUSY_NANOS)),
                counters.get(Counter.PARKS),
                counters.get(Counter.IDLE_WAKES),
                counters.get(Counter.SPAWNS),
                worker.queueDepth(),
                PollTimeHistogram.of(worker.pollTimes()));
    }
}
