package dev.kyoto.task;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How a task of a {@link JoinSet} has ended: with a value, a failure, or dropped. Immutable.
 */
public final class Outcome<T extends @Nullable Object> {
    private final TaskInfo task;
    private final @Nullable T value;
    private final @Nullable Throwable failure;

    private Outcome(TaskInfo task, @Nullable T value, @Nullable Throwable failure) {
        this.task = task;
        this.value = value;
        this.failure = failure;
    }

    /** Takes the outcome of {@code handle}; null if it is pending. */
    static <T extends @Nullable Object> @Nullable Outcome<T> take(JoinHandle<T> handle, Context cx) {
        Poll<T> poll;
        try {
            poll = handle.poll(cx);
        } catch (Throwable failure) {
            return new Outcome<>(handle, null, failure);
        }
        return poll.isPending() ? null : new Outcome<>(handle, poll.value(), null);
    }

    static <T extends @Nullable Object> Outcome<T> aborted(TaskInfo task) {
        return new Outcome<>(task, null, new CancellationException(task + " was given up by its scope."));
    }

    /** Hands a failure that nobody will take to the runtime, by way of its thread. Nothing of an aborted task. */
    void reportFailure() {
        if (failure != null && !isAborted()) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    /** Which task it was. */
    public TaskInfo task() {
        return task;
    }

    /** Whether the task has yielded a value. */
    public boolean isSuccess() {
        return failure == null;
    }

    /** Whether the task was aborted, or dropped with its runtime. */
    public boolean isAborted() {
        return failure instanceof CancellationException;
    }

    /** What the task has thrown, or a {@link CancellationException} if it was dropped; null if it has yielded a value. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /**
     * What the task has yielded.
     *
     * @throws Exception the failure of the task, as it is
     * @throws CancellationException if it was dropped
     */
    @SuppressWarnings("NullAway") // without a failure there is a T, which may itself be null
    public T get() throws Exception {
        if (failure != null) {
            throw Outcome.<RuntimeException>asUnchecked(failure);
        }
        return value;
    }

    @SuppressWarnings("unchecked") // erased: lets any throwable pass as it is
    private static <X extends Throwable> X asUnchecked(Throwable failure) throws X {
        throw (X) failure;
    }

    @Override
    public String toString() {
        return task + (failure == null ? " yielded " + value : " failed with " + failure);
    }
}
