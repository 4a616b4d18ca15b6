package dev.kyoto.futures;

/**
 * Tells an executor that a task is worth polling again.
 *
 * <p>{@link #wake()} is cheap, may be called from any thread, any number of times, before or after the task has ended,
 * and never throws. Everything written before {@code wake()} is visible to the poll that it causes. Two wakers wake the
 * same task if and only if they are the same object.
 */
@FunctionalInterface
public interface Waker {
    void wake();

    /** A waker that does nothing: for polls whose caller will look again by itself. */
    static Waker noop() {
        return NoopWaker.INSTANCE;
    }
}
