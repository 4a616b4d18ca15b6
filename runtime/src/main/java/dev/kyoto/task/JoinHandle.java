package dev.kyoto.task;

import dev.kyoto.futures.Eager;
import dev.kyoto.futures.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
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
 * <p><b>Threads.</b> The methods of {@link AbortHandle} may be called from any thread. The handle is awaited once, by one
 * task at a time: of two that await it at once, one gets an {@link IllegalStateException}. It may be handed on to another
 * task, also after it was polled, but not back.
 */
@Eager
public interface JoinHandle<T extends @Nullable Object> extends Future<T>, AbortHandle {
    /**
     * {@link #toCompletableFuture(Executor)} on the JDK's {@linkplain ForkJoinPool#commonPool() common pool}, where stages of
     * a {@link CompletableFuture} run that name no executor of their own.
     */
    default CompletableFuture<T> toCompletableFuture() {
        return toCompletableFuture(ForkJoinPool.commonPool());
    }

    /**
     * This handle, for code that wants a {@link CompletableFuture}. The task runs on its runtime as before; what depends on
     * the result runs on {@code executor}, so that it keeps no worker from its tasks.
     *
     * <p><b>Cancel safety.</b> To complete the result in any other way, by {@code cancel}, {@code orTimeout} or
     * {@code complete}, aborts the task. The result does not wait for the task's cleanup; what that fails with goes to the
     * runtime's uncaught handler.
     */
    @Override
    default CompletableFuture<T> toCompletableFuture(Executor executor) {
        return new AbortedWhenDropped<>(this).toCompletableFuture(executor);
    }
}
