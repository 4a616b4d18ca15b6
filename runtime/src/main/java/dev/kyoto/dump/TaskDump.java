package dev.kyoto.dump;

import dev.kyoto.futures.AwaitTree;
import java.time.Duration;

/**
 * One task, as it was when a {@link RuntimeDump} came to it.
 *
 * @param id see {@link dev.kyoto.task.TaskInfo#id}
 * @param name see {@link dev.kyoto.task.TaskInfo#name}
 * @param spawnSite where the task comes from: where its async block is written or, with
 *     {@link dev.kyoto.Runtime.Builder#recordSpawnSites}, where it was spawned; of a future that is no async block, its class
 * @param worker the index of the worker that it runs on; -1 if it is not {@link State#RUNNING}, or if that could not be told
 * @param age since it was spawned, by the runtime's clock, to about a hundredth of a second; if the task that spawned it had kept
 *     its worker busy for long by then, so much longer
 * @param polls how often it was polled, the present poll included
 * @param awaits what it waits for: exact for an idle task, a guess for one that runs meanwhile ({@link AwaitTree} says in what way)
 */
public record TaskDump(
        long id, String name, String spawnSite, State state, int worker, Duration age, long polls, AwaitTree awaits) {
    /** What a task does. */
    public enum State {
        /** It waits to be woken. */
        IDLE,
        /** It was woken, and waits for a worker. */
        SCHEDULED,
        /** It is being polled. */
        RUNNING,
        /** It was aborted, or its runtime ends: its cleanup runs, or will run when a worker comes to it. */
        DROPPING
    }
}
