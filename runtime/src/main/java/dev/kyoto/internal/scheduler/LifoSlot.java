package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The task that its worker runs next: the one woken last by the task that runs now, whose data are still in the cache. A
 * message passed between two tasks of one worker takes this way.
 */
final class LifoSlot {
    private static final VarHandle TASK;

    static {
        try {
            TASK = MethodHandles.lookup().findVarHandle(LifoSlot.class, "task", Task.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Task<?> task;

    /** Owner: puts {@code task} here, and returns the one it displaces. */
    @Nullable Task<?> replace(Task<?> task) {
        return (Task<?>) TASK.getAndSet(this, task);
    }

    /** Owner: takes the task out, or returns null. */
    @Nullable Task<?> take() {
        return task == null ? null : (Task<?>) TASK.getAndSet(this, null);
    }

    boolean isEmpty() {
        return task == null;
    }

    /** Any thread: what is here at the moment. */
    @Nullable Task<?> peek() {
        return task;
    }

    /** Any thread: takes {@code expected} out, if it is still here. */
    boolean steal(Task<?> expected) {
        return TASK.compareAndSet(this, expected, null);
    }
}
