package dev.kyoto.task;

import java.util.Objects;

/**
 * Says which task an exception ended: a mark among the {@linkplain Throwable#getSuppressed suppressed} exceptions of the one
 * that the task threw, never thrown itself. The exception's own stack trace goes down to the root of its task and no further,
 * with the line of each await on the way; this adds where that task comes from. An exception that is handed on, because the
 * task that joins fails with it as well, gets one mark of each task, in this order.
 *
 * <p>An exception without a stack trace is left alone, since such a one is usually shared by all who throw it; one object
 * gets one mark from the same place and the same kind of task, and sixteen at most.
 */
public final class FailedTask extends Exception {
    private static final long serialVersionUID = 1;

    private final long taskId;
    private final String taskName;

    private FailedTask(String message, long taskId, String taskName, StackTraceElement site) {
        super(message, null, false, true);
        this.taskId = taskId;
        this.taskName = taskName;
        setStackTrace(new StackTraceElement[] {site});
    }

    /**
     * For runtimes.
     *
     * @param wasRecorded whether {@code site} is the call that spawned the task; else its async block was written there
     */
    public static FailedTask of(long taskId, String taskName, StackTraceElement site, boolean wasRecorded) {
        String message = "in task " + taskId + " (" + taskName + "), which "
                + (wasRecorded ? "was spawned here:" : "comes from here:");
        return new FailedTask(message, taskId, taskName, site);
    }

    /** The task's {@link JoinHandle#id}. */
    public long taskId() {
        return taskId;
    }

    /** The task's {@link JoinHandle#name}. */
    public String taskName() {
        return taskName;
    }

    /** Where the task was spawned, if that is recorded, or else where its async block is written. */
    public StackTraceElement site() {
        return getStackTrace()[0];
    }

    /** Whether {@code other} would say nothing new. */
    public boolean isOfSameKindAs(FailedTask other) {
        return Objects.equals(taskName, other.taskName) && site().equals(other.site());
    }

    /** Not collected: the one frame is the site. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
