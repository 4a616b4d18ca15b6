package dev.kyoto.task;

import java.util.List;
import java.util.Objects;

/**
 * Says by way of which task an exception came: a mark among the {@linkplain Throwable#getSuppressed suppressed} exceptions of
 * the one that was thrown, never thrown itself. The exception's own stack trace goes down to the root of its task and no
 * further, with the line of each await on the way and without frames of Kyoto's. The marks continue it, in this order:
 *
 * <ul>
 *   <li>the task that it has {@linkplain #isEnd ended}: where that was spawned, where the task was spawned that has done so, and
 *       so on up to the root;
 *   <li>each task or thread that has awaited that one, and to whom it was thrown there: the awaits in it, from the innermost
 *       outwards.
 * </ul>
 *
 * <p>A task that such an exception ends in its turn gets no mark of its own if it is among those that are named.
 *
 * <p>An exception without a stack trace is left alone, since such a one is usually shared by all who throw it; one object
 * gets one mark from the same place and the same kind of task, and sixteen at most.
 */
public final class FailedTask extends Exception {
    private static final long serialVersionUID = 2;

    private final long taskId;
    private final String taskName;
    private final boolean isEnd;

    /** The tasks that have spawned this one, the nearest first. */
    private final long[] ancestors;

    private FailedTask(
            String message,
            long taskId,
            String taskName,
            boolean isEnd,
            List<StackTraceElement> frames,
            long... ancestors) {
        super(message, null, false, true);
        this.taskId = taskId;
        this.taskName = taskName;
        this.isEnd = isEnd;
        this.ancestors = ancestors;
        setStackTrace(frames.toArray(StackTraceElement[]::new));
    }

    /**
     * For runtimes.
     *
     * @param message which task, in words
     * @param sites for the task and each one above it, where it was spawned or, where that is not known, where its async block is
     *     written; at least one
     * @param ancestors the tasks above
     */
    public static FailedTask endedBy(
            String message, long taskId, String taskName, List<StackTraceElement> sites, List<Long> ancestors) {
        long[] ids = ancestors.stream().mapToLong(Long::longValue).toArray();
        return new FailedTask(message, taskId, taskName, true, sites, ids);
    }

    /**
     * For runtimes.
     *
     * @param task who has awaited
     * @param awaits where
     */
    public static FailedTask awaitedBy(TaskInfo task, List<StackTraceElement> awaits) {
        String message = "awaited in task " + task.id() + " (" + task.name() + "), here:";
        return new FailedTask(message, task.id(), task.name(), false, awaits);
    }

    /** For runtimes: the same of a thread that is no task. */
    public static FailedTask awaitedBy(Thread thread, List<StackTraceElement> frames) {
        return new FailedTask("awaited by thread " + thread.getName() + ", here:", 0, thread.getName(), false, frames);
    }

    /** The task's {@link JoinHandle#id}; 0 of a thread that has awaited a task. */
    public long taskId() {
        return taskId;
    }

    /** The task's {@link JoinHandle#name}; of a thread, its name. */
    public String taskName() {
        return taskName;
    }

    /** Whether this is the task that the exception has ended; else one that awaited it. */
    public boolean isEnd() {
        return isEnd;
    }

    /** Where the task was spawned, if that is known, or else where its async block is written; where it has awaited. */
    public StackTraceElement site() {
        return getStackTrace()[0];
    }

    /** Whether this names the task {@code id}: it is this one, or has spawned it, itself or by way of others. */
    public boolean names(long id) {
        if (isEnd && taskId == id) {
            return true;
        }
        for (long ancestor : ancestors) {
            if (ancestor == id) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code other} would say nothing new. */
    public boolean isOfSameKindAs(FailedTask other) {
        return isEnd == other.isEnd && Objects.equals(taskName, other.taskName) && sameLine(site(), other.site());
    }

    /** Without the task in which it was, whose number is another each time. */
    private static boolean sameLine(StackTraceElement one, StackTraceElement other) {
        return one.getLineNumber() == other.getLineNumber()
                && one.getClassName().equals(other.getClassName())
                && one.getMethodName().equals(other.getMethodName());
    }

    /** Not collected: the frames are those of other places. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
