package dev.kyoto.task;

/**
 * A {@link RuntimeListener} that listens to a runtime, until this is closed. What {@link dev.kyoto.Runtime#addListener} returns.
 *
 * <p><b>Threads.</b> Any thread may call any method.
 */
public interface Listening extends AutoCloseable {
    /** Of how many tasks the listener hears of one. */
    int oneOf();

    /**
     * From now on the listener hears of one task in {@code oneOf}, and of all that happens to it: of every task with 1. Which
     * those are is decided by the task's id alone, so that they are spread evenly; whatever is heard of with a larger number is
     * heard of with a smaller one as well. A task that is not heard of costs a look and a test at each event.
     *
     * <p>What concerns workers is heard in any case. A task of which the listener has not heard so far is like one that was
     * there before the listener; of one that leaves the sample nothing more is heard, its end included.
     *
     * @param oneOf a power of two
     */
    void sample(int oneOf);

    /** Whether the task with this id is one of those that are heard of. */
    boolean hearsOf(long task);

    /**
     * The listener hears no more, but for the end of polls that it has heard the beginning of, and what is being told on
     * other threads at this moment. Closing twice has no effect.
     */
    @Override
    void close();
}
