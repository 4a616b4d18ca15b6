package dev.kyoto.task;

/**
 * The way to end a task, without waiting for it: what {@link JoinHandle} is for those who do not want its value.
 *
 * <p><b>Threads.</b> All methods may be called from any thread.
 */
public interface AbortHandle extends TaskInfo {
    /**
     * Asks the runtime to drop the task: at once if it is waiting, at the end of the current poll if it is running. The
     * task's {@code finally} blocks run on a thread of the runtime, never on the caller's. No effect on a task that has
     * finished. A job of {@code spawnBlocking} that is running is interrupted.
     */
    void abort();

    /** Whether the task has come to its end: with a value, a failure, or dropped. */
    boolean isFinished();
}
