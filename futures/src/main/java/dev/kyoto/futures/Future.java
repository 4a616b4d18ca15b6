package dev.kyoto.futures;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that will be there later, described but not begun: constructing a future does nothing, polling it makes
 * progress, {@linkplain #cancel() cancelling} it ends it half-way.
 *
 * <p>Most programs never call {@link #poll}: they write {@code future.await()} inside {@code async(() -> …)}, and the
 * Kyoto compiler turns the block into a future that polls this one.
 *
 * <h2>The contract</h2>
 *
 * <ol>
 *   <li><b>Lazy.</b> Nothing happens before the first poll.
 *   <li><b>One thread at a time.</b> Polls may move between threads, each happening after the one before; the executor
 *       sees to that. No future needs to be thread-safe against concurrent polls.
 *   <li><b>Polls never block.</b> On {@link Poll#pending()} the future has arranged that the waker of the <em>latest</em>
 *       context will be woken.
 *   <li><b>Done is done.</b> After a ready poll, a thrown failure or {@link #cancel()}, polling is an
 *       {@link IllegalStateException}; {@link #fuse()} makes it safe.
 *   <li><b>Used once.</b> A future is awaited, spawned or handed to a combinator, once. A second use fails loudly.
 *   <li><b>Dropped by {@link #cancel()}.</b> See there.
 * </ol>
 *
 * @param <T> the type of the value; {@code Future<Void>} yields null
 */
public interface Future<T extends @Nullable Object> {
    /**
     * Makes what progress can be made without waiting.
     *
     * @return ready with the value, or pending once the waker of {@code cx} is registered with whatever is waited for
     * @throws Exception the failure of this future, which is then done
     * @throws IllegalStateException if this future is done
     */
    Poll<T> poll(Context cx) throws Exception;

    /**
     * Drops this future: it ends where it stands, and what it holds (children, registrations, permits) is released before
     * this method returns. Of a compiled block, the {@code finally} blocks and resources around the current {@code await}
     * run on the calling thread, innermost first.
     *
     * <p>Legal before the first poll (then nothing ever runs), after the end and twice (no effect). Never concurrent with
     * {@link #poll}. Throws nothing: a failure in cleanup goes to the thread's uncaught-exception handler.
     */
    default void cancel() {}

    /**
     * The value, waited for without holding a thread. The Kyoto compiler replaces each call inside an async block; the
     * failure of the future is thrown here as it is, unwrapped.
     *
     * <p>Called from code that was not compiled as an async block, it parks a <em>virtual</em> thread, and on any other
     * thread throws an {@link IllegalStateException} that names the cure. It never blocks a platform thread silently.
     *
     * @throws Exception the failure of this future
     */
    default T await() throws Exception {
        return UncompiledAwait.await(this);
    }

    /**
     * This future with its value changed by {@code function}, which runs within the poll and so must not wait. What
     * throws a checked exception or awaits is written as a block: {@code async(() -> parse(bytes.await()))}.
     *
     * <p>Cancel safe if this future is. A failure of this future passes through; what {@code function} throws is a failure.
     */
    default <R extends @Nullable Object> Future<R> map(Function<? super T, ? extends R> function) {
        return new Mapped<>("map(…)", this, function);
    }

    /**
     * This future with its value shown to {@code action} on the way, which runs within the poll and so must not wait.
     *
     * <p>Cancel safe if this future is. A failure of this future passes by; what {@code action} throws is a failure.
     */
    default Future<T> inspect(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        return new Mapped<>("inspect(…)", this, value -> {
            action.accept(value);
            return value;
        });
    }

    /**
     * This future and then, when it has completed, the one that {@code next} makes of its value.
     *
     * <p><b>Cancel safety.</b> Not cancel safe: dropped during the second future, the value of the first is lost. Only the one that is running
     * is cancelled. A failure of this future passes through, and {@code next} is not called. A future of a future is
     * flattened by {@code andThen(inner -> inner)}.
     */
    @CancelUnsafe("the value of the first future, and what the second has done so far")
    default <R extends @Nullable Object> Future<R> andThen(Function<? super T, ? extends Future<R>> next) {
        return Sequel.andThen(this, next);
    }

    /**
     * This future or, when it fails with an exception, the one that {@code recovery} makes of it. An {@link Error} is not
     * recovered from.
     *
     * <p>Cancel safe if both futures are.
     */
    default Future<T> orElse(Function<? super Exception, ? extends Future<T>> recovery) {
        return Sequel.orElse(this, recovery);
    }

    /**
     * How this future ends, as a value: with it, one of several fails alone. {@code joinAll} of such futures has every outcome,
     * {@code mapConcurrent} goes on. An {@link Error} is not caught. In a block, {@code try} says it as well.
     *
     * <p>Cancel safe if this future is.
     */
    default Future<Result<T>> catching() {
        return new Catching<>(this);
    }

    /**
     * This future made safe to poll after it is done: it is then pending for ever, as it is after {@link #cancel()}.
     *
     * <p>Cancel safe if this future is.
     */
    default Future<T> fuse() {
        return new Fused<>(this);
    }

    /**
     * Runs this future on {@code executor}, for code that wants a {@link CompletableFuture}: it begins at once, and the
     * executor is called for the first poll and after each wake. What needs a runtime, such as {@code sleep} or a socket, is
     * spawned there, and the handle of the task has this method too.
     *
     * <p>The result completes with the value, or exceptionally with the very failure, on a thread of the executor. An executor
     * that refuses ends this future; the result then fails with its {@code RejectedExecutionException}. One that runs commands
     * on the calling thread will do, but then whoever wakes this future runs it.
     *
     * <p><b>Cancel safety.</b> To complete the result in any other way drops this future, on the executor: {@code cancel},
     * which never interrupts, {@code orTimeout}, {@code complete}. As with every {@link CompletableFuture}, to cancel one that was
     * derived from it does not. What this future has done so far is lost then; what its cleanup fails with goes to the
     * thread's uncaught-exception handler.
     */
    default CompletableFuture<T> toCompletableFuture(Executor executor) {
        return ExecutorTask.start(this, Objects.requireNonNull(executor, "executor"));
    }
}
