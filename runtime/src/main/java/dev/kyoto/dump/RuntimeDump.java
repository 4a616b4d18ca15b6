package dev.kyoto.dump;

import java.time.Instant;
import java.util.List;

/**
 * What a runtime looks like: every task with what it waits for, the workers, jobs that block, and deadlocks. Plain data, made by
 * {@link dev.kyoto.Runtime#dump()}; {@link #toString} is a text for people, {@link #toJson} one for programs.
 *
 * <p><b>How it is taken.</b> While everything goes on: no worker is stopped, nothing is polled, and no task keeps a record for
 * it. So the dump is no picture of one moment. Each task is shown as it was when its turn came; the line of an idle task is exact. The
 * stacks of threads that poll a task or run a job come from the JVM, which before JDK 21 stops all threads for
 * that, for some microseconds.
 *
 * @param runtime its name
 * @param takenAt by the machine's clock
 * @param closing whether its end has begun
 * @param liveTasks how many tasks there were when the dump began
 * @param omitted how many tasks that the filter accepts are not in {@code tasks}, because of the limit
 * @param tasks in the order of their ids
 * @param workers by their indices
 * @param blockingJobs those that run
 * @param deadlocks among the {@code tasks}
 */
public record RuntimeDump(
        String runtime,
        Instant takenAt,
        boolean closing,
        int liveTasks,
        int omitted,
        List<Deadlock> deadlocks,
        List<WorkerDump> workers,
        List<BlockingJobDump> blockingJobs,
        List<TaskDump> tasks) {

    /**
     * What the {@code tasks} wait for and hold, each thing once. Left out is what only one task can wait for, such as a deadline.
     * Things that nobody waits for and nobody holds are not known to anybody.
     */
    public List<ResourceDump> resources() {
        return ResourceDump.of(tasks);
    }

    /** A text like that of a thread dump. Tasks that stand at the same lines are shown once, and counted. */
    @Override
    public String toString() {
        return new DumpText(this).write();
    }

    /**
     * The same as JSON (RFC 8259), all of it, with the names of the records' components. Durations are in nanoseconds, instants
     * in ISO 8601, null is left out, and a stack trace element is {@code {"class", "method", "file", "line"}}:
     *
     * <pre>{@code
     * {"runtime": "kyoto-1", "takenAt": "2026-01-31T12:00:00Z", "closing": false, "liveTasks": 2, "omitted": 0,
     *  "deadlocks": [{"waits": [{"task": 7, "name": "…", "resource": {…}, "at": {…}, "heldAt": {…}}]}],
     *  "workers": [{"index": 0, "state": "POLLING", "thread": "…", "task": 7, "inPoll": 0, "queued": 0, "polls": 12,
     *               "threadState": "RUNNABLE", "stack": [{…}]}],
     *  "blockingJobs": [{"id": 9, "name": "…", "thread": "…", "runsFor": 1000000, "threadState": "…", "stack": [{…}]}],
     *  "tasks": [{"id": 7, "name": "…", "spawnSite": "…", "state": "IDLE", "worker": -1, "age": 8388608, "polls": 3,
     *             "awaits": {"what": "async block", "position": {…}, "state": "SUSPENDED", "needs": "ALL",
     *                        "resource": {"kind": "Mutex", "id": 1, "details": "", "needsHolders": true,
     *                                     "holders": [{"task": 8, "name": "…"}]},
     *                        "held": [{…}], "awaited": [{…}]}}]}
     * }</pre>
     */
    public String toJson() {
        return new DumpJson().write(this);
    }
}
