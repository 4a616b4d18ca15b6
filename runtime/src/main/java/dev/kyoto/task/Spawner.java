package dev.kyoto.task;

import dev.kyoto.futures.Future;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What starts tasks: a runtime. For code that is to work with whichever it is given.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; those of a runtime that is confined to one, on that one.
 */
public interface Spawner {
    /**
     * Starts {@code future} as a task: it runs at once and in parallel, whether or not anybody waits for it. Of a runtime that
     * was shut down, the future is dropped, and the handle fails with {@link java.util.concurrent.CancellationException}.
     */
    <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future);

    /** {@link #spawn(Future)}, with the name by which messages, dumps and {@link JoinHandle#name} call the task. */
    <T extends @Nullable Object> JoinHandle<T> spawn(String name, Future<T> future);

    /**
     * Runs {@code code}, which may block, on a thread of the blocking pool. For blocking I/O and the like; what keeps a
     * processor busy belongs in a pool with as many threads as there are processors.
     *
     * <p>{@link JoinHandle#abort} of a job that waits for a thread drops it; of a job that runs, it interrupts the thread.
     */
    <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<? extends T> code);
}
