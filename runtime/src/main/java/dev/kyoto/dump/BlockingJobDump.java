package dev.kyoto.dump;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job of {@code spawnBlocking} that runs, as it was when a {@link RuntimeDump} came to it.
 *
 * @param id see {@link dev.kyoto.task.TaskInfo#id}
 * @param name see {@link dev.kyoto.task.TaskInfo#name}
 * @param thread the name of its thread
 * @param runsFor since it was begun
 * @param lock what its thread waits for, and who holds that, if this is known
 * @param stack where its thread is, innermost frame first
 */
public record BlockingJobDump(
        long id,
        String name,
        String thread,
        Duration runsFor,
        Thread.State threadState,
        @Nullable String lock,
        List<StackTraceElement> stack) {}
