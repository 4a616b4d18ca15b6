package dev.kyoto.dump;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker, as it was when a {@link RuntimeDump} came to it.
 *
 * @param thread the name of its thread; null if it has none at the moment, as between two calls of {@code blockOn} in a runtime
 *     without threads
 * @param task the id of the task that it polls, or 0
 * @param inPoll for how long the runtime has seen it in this poll: zero for the first milliseconds
 * @param queued tasks in its own queue
 * @param polls how many polls it has begun so far
 * @param threadState of a worker that polls: RUNNABLE when it computes or is inside a system call; else null
 * @param lock of a worker that polls: what its thread waits for, and who holds that, if this is known
 * @param stack of a worker that polls: where its thread is, innermost frame first; else empty
 */
public record WorkerDump(
        int index,
        State state,
        @Nullable String thread,
        long task,
        Duration inPoll,
        int queued,
        long polls,
        Thread.@Nullable State threadState,
        @Nullable String lock,
        List<StackTraceElement> stack) {
    /** What a worker does. */
    public enum State {
        /** It polls a task. */
        POLLING,
        /** It is between two tasks, or looks for one. */
        AWAKE,
        /** It has nothing to do. */
        ASLEEP,
        /** A spare worker, which comes when another one is blocked. */
        SPARE,
        /** Nobody drives it: not started yet, at its end, or of a runtime without threads. */
        AWAY
    }
}
