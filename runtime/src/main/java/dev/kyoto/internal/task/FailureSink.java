package dev.kyoto.internal.task;

/** Where tasks send failures that would be lost otherwise. */
public interface FailureSink {
    /** {@code task} has failed, and nobody asks for its outcome at the moment. */
    void failedUnjoined(Joinable<?> task);

    /** Nobody will ever ask for {@code failure}. */
    void reportUncaught(String origin, Throwable failure);
}
