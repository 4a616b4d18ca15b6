package dev.kyoto.task;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker whose thread does not come back from the poll of a task: the task blocks, or computes without an await. The
 * runtime's other tasks go on, but a thread is missing, or taken from a spare. Delivered to the listeners of
 * {@link dev.kyoto.Runtime.Builder#onBlockedWorker}.
 *
 * @param stage which news this is
 * @param worker the index of the worker
 * @param thread the name of its thread
 * @param taskId the task's {@link JoinHandle#id}
 * @param taskName the task's {@link JoinHandle#name}
 * @param spawnSite where the task comes from: where its async block is written or, with
 *     {@link dev.kyoto.Runtime.Builder#recordSpawnSites}, where it was spawned; of a future that is no async block, its class
 * @param duration how long the poll takes so far, or took: from the first to the last look that saw it, hence short by a few
 *     milliseconds
 * @param state of the thread: RUNNABLE when it computes or is inside a system call, BLOCKED at a {@code synchronized}, or
 *     WAITING. At the end: as it was last seen
 * @param lock what the thread waits for, and who holds that, if this is known
 * @param stack the thread's stack, innermost frame first; empty if the poll ended before it could be taken
 */
public record BlockedWorker(
        Stage stage,
        int worker,
        String thread,
        long taskId,
        String taskName,
        String spawnSite,
        Duration duration,
        Thread.State state,
        @Nullable String lock,
        List<StackTraceElement> stack) {

    /** The course of one such poll. */
    public enum Stage {
        /** The poll has taken longer than {@link dev.kyoto.Runtime.Builder#blockedAfter}. */
        NOTICED,
        /** It has taken longer than {@link dev.kyoto.Runtime.Builder#spareAfter}: a spare worker comes, if there is one. */
        PERSISTING,
        /** It has ended. */
        ENDED
    }

    private static final List<String> KYOTO = List.of(
            "dev.kyoto.futures.",
            "dev.kyoto.internal.",
            "dev.kyoto.net.",
            "dev.kyoto.time.",
            "dev.kyoto.Kyoto",
            "dev.kyoto.Runtime",
            "dev.kyoto.Shield");

    /** The line of the program at which the task is: the innermost frame that belongs neither to the JDK nor to Kyoto. */
    public @Nullable StackTraceElement line() {
        for (StackTraceElement frame : stack) {
            if (!isOfTheJdk(frame) && KYOTO.stream().noneMatch(frame.getClassName()::startsWith)) {
                return frame;
            }
        }
        return null;
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** In one sentence, without the stack. */
    public String summary() {
        StringBuilder text = new StringBuilder(thread)
                .append(stage == Stage.ENDED ? " was" : " is")
                .append(" held for ")
                .append(duration.toMillis())
                .append(" ms by task ")
                .append(taskId)
                .append(" (")
                .append(taskName)
                .append(')');
        if (!spawnSite.equals(taskName)) {
            text.append(", spawned at ").append(spawnSite);
        }
        text.append(": ").append(state);
        StackTraceElement at = line();
        if (at != null) {
            text.append(" at ").append(at.getClassName()).append('.').append(at.getMethodName());
            text.append('(')
                    .append(at.getFileName())
                    .append(':')
                    .append(at.getLineNumber())
                    .append(')');
        }
        if (lock != null) {
            text.append(", waiting for ").append(lock);
        }
        return text.toString();
    }
}
