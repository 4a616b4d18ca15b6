package dev.kyoto.task;

import dev.kyoto.futures.Eager;
import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/**
 * The way to wait for a spawned task, or to end it. As a future it yields what the task yields and fails with the task's
 * own exception, to which a {@link FailedTask} was added that names the task; of an aborted task it fails with
 * {@link java.util.concurrent.CancellationException}.
 *
 * <p>Dropping the handle, or never looking at it, <em>detaches</em> the task: it runs on. The failure of a task that
 * nobody joins goes to the runtime's uncaught handler.
 *
 * <p><b>Cancel safety.</b> Nothing is lost to the task: it runs on. The handle itself, once cancelled, is given up.
 *
 * <p><b>Threads.</b> {@link #abort}, {@link #isFinished}, {@link #id} and {@link #name} may be called from any thread; the
 * handle is awaited by one consumer, once.
 */
@Eager
public interface JoinHandle<T extends @Nullable Object> extends Future<T> {
    /**
     * Asks the runtime to drop the task: at once if it is waiting, at the end of the current poll if it is running. The
     * task's {@code finally} blocks run on a thread of the runtime, never on the caller's. No effect on a task that has
     * finished. A job of {@code spawnBlocking} that is running is interrupted.
     */
    void abort();

    /** Whether the task has come to its end: with a value, a failure, or dropped. */
    boolean isFinished();

    /** A number that no other task of this process has or had. */
    long id();

    /** How the task is called in messages: the given name, or else where its async block was written. */
    String name();
}
