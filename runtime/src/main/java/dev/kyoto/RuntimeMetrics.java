package dev.kyoto;

import java.util.List;

/**
 * What a runtime has counted and holds, at one moment. The numbers are read one after another while the runtime goes on, so
 * they need not fit together exactly; each counter only grows.
 *
 * @param workers each worker's counters, in the order of their indices; spare workers that were needed so far come last
 * @param liveTasks tasks that have not ended
 * @param injectionQueueDepth tasks in the queue that all workers share
 * @param blockingThreads threads of the blocking pool
 * @param blockingActive jobs of {@code spawnBlocking} that run
 * @param blockingQueued jobs of {@code spawnBlocking} that wait for a thread
 */
public record RuntimeMetrics(
        List<WorkerMetrics> workers,
        int liveTasks,
        int injectionQueueDepth,
        int blockingThreads,
        int blockingActive,
        int blockingQueued) {

    /** All polls of tasks. */
    public long polls() {
        return workers.stream().mapToLong(WorkerMetrics::polls).sum();
    }

    /**
     * The counters of one worker.
     *
     * @param polls polls of tasks
     * @param slotPolls of these, polls of tasks that ran next because the task before had woken them
     * @param injected tasks taken from the queue that all workers share
     * @param steals times that this worker took tasks from another
     * @param parks times that this worker went to sleep
     * @param idleWakes times that this worker woke from sleep and found nothing to do
     * @param spawns tasks spawned by the tasks of this worker
     * @param queueDepth tasks in this worker's own queue
     */
    public record WorkerMetrics(
            long polls,
            long slotPolls,
            long injected,
            long steals,
            long parks,
            long idleWakes,
            long spawns,
            int queueDepth) {}
}
