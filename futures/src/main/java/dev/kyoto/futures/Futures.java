package dev.kyoto.futures;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes, combines and runs futures without a runtime. Programs on the Kyoto runtime import
 * {@code dev.kyoto.Kyoto.*} instead, which inherits these methods and adds its own.
 */
public abstract class Futures extends SelectMethods {
    /** Not to be instantiated; {@code Kyoto} extends this class so that one static import brings everything. */
    protected Futures() {}

    /** A future that runs {@code block} when it is polled. */
    public static <T extends @Nullable Object> Future<T> async(AsyncBlock<T> block) {
        return CompiledBlock.start(block);
    }

    /** A future that runs {@code block} when it is polled, and yields null. */
    public static Future<@Nullable Void> async(AsyncAction block) {
        return CompiledBlock.start(block);
    }

    /** A future that runs {@code block} on {@code argument} when it is polled. */
    public static <A extends @Nullable Object, R extends @Nullable Object> Future<R> async(
            AsyncFunction<A, R> block, A argument) {
        return CompiledBlock.start(block, argument);
    }

    /** A future that yields {@code value} at once. */
    @CancelSafe
    public static <T extends @Nullable Object> Future<T> ready(T value) {
        return new Immediate<>(value);
    }

    /** A future that fails at once with {@code failure}. */
    @CancelSafe
    public static <T extends @Nullable Object> Future<T> failed(Exception failure) {
        Objects.requireNonNull(failure, "failure");
        return new PolledFunction<>("failed(…)", cx -> {
            throw failure;
        });
    }

    /** A future that never ends: only cancelling it, as a select does with its losers, is an end of it. */
    @CancelSafe
    public static <T extends @Nullable Object> Future<T> pending() {
        return new PolledFunction<>("pending()", cx -> Poll.pending());
    }

    /**
     * A future that calls {@code callable} at its first poll and yields what that returns. It runs within the poll and so
     * must not wait; work that awaits something is an {@link #async(AsyncBlock) async} block.
     */
    @CancelSafe
    public static <T extends @Nullable Object> Future<T> lazy(Callable<T> callable) {
        Objects.requireNonNull(callable, "callable");
        return new PolledFunction<>("lazy(…)", cx -> Poll.ready(callable.call()));
    }

    /**
     * A future whose polls are those of {@code function}, which is not called again once it was ready or has thrown: the
     * bridge to anything that has a waker of its own. What must be released when the future is dropped needs an
     * {@link AbstractFuture}. Cancel safe if {@code function} keeps nothing from one poll to the next.
     */
    public static <T extends @Nullable Object> Future<T> pollFn(PollFunction<T> function) {
        return new PolledFunction<>("pollFn(…)", Objects.requireNonNull(function, "function"));
    }

    /**
     * What {@code stage} yields. The stage is in progress already; {@link #from(Supplier)} makes it begin with the future.
     *
     * <p>A failure is thrown as it was before stages that depend on each other wrapped it in a
     * {@link java.util.concurrent.CompletionException}; of a stage that was cancelled by others it is a
     * {@link java.util.concurrent.CancellationException}.
     *
     * <p><b>Cancel safety.</b> Dropped, it cancels the stage, as {@code cancel(true)} of a
     * {@link java.util.concurrent.CompletableFuture} does: one of {@code HttpClient.sendAsync} aborts its exchange. That does not reach through stages
     * that were derived from it: write {@code from(client.sendAsync(…)).map(HttpResponse::body)}. A stage that others wait
     * for as well is handed over as {@code from(stage.copy())}, if it is a {@code CompletableFuture}, and stays as it is. A value
     * that the stage has already stays with the stage.
     */
    @CancelUnsafe("what the stage has done so far, because it is cancelled")
    public static <T extends @Nullable Object> Future<T> from(CompletionStage<? extends T> stage) {
        Objects.requireNonNull(stage, "stage");
        return new FromStage<>(() -> stage);
    }

    /**
     * What the stage yields that {@code stage} makes at the first poll, which must not wait:
     * {@code from(() -> client.sendAsync(request, BodyHandlers.ofString()))}. Dropped before, it makes none; everything else is as
     * with {@link #from(CompletionStage)}.
     */
    @CancelUnsafe("what the stage has done so far, because it is cancelled")
    public static <T extends @Nullable Object> Future<T> from(Supplier<? extends CompletionStage<? extends T>> stage) {
        return new FromStage<>(Objects.requireNonNull(stage, "stage"));
    }

    /**
     * What {@code code} returns, run by {@code executor}, such as {@code ForkJoinPool.commonPool()}, from the first poll on. For
     * what keeps a processor busy: a pool has as many threads as there are processors, where {@code spawnBlocking} of a runtime
     * has hundreds, for code that mostly waits. And for code that has to run on a thread of its own, such as that of a user
     * interface. See {@link Offloaded}.
     */
    @CancelUnsafe("what the code has done so far, and what it returns")
    public static <T extends @Nullable Object> Offloaded<T> offload(Executor executor, Callable<? extends T> code) {
        return new Offloaded<>(Objects.requireNonNull(executor, "executor"), Objects.requireNonNull(code, "code"));
    }

    /** Lets the other tasks that are ready have their turn, then goes on. Whoever does so in a loop holds up no timer and no I/O. */
    @CancelSafe
    public static Future<@Nullable Void> yieldNow() {
        return new YieldNow();
    }

    /**
     * Takes one unit of the task's cooperative budget, and gives others their turn only when it is used up: for a loop that
     * awaits nothing else for long. Cheaper than {@link #yieldNow()}, which gives way each time. Without an executor that
     * hands out budgets, ready at once.
     */
    @CancelSafe
    public static Future<@Nullable Void> consumeBudget() {
        return new PolledFunction<>("consumeBudget()", Futures::pollBudget);
    }

    private static Poll<@Nullable Void> pollBudget(Context cx) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        return Poll.ready(null);
    }

    /**
     * Whether the task has cooperative budget left, told at once: false when the next leaf that it awaits will have it give way.
     * To finish something first, or to give way at a better place: {@code if (!hasBudgetRemaining().await()) yieldNow().await()}.
     * Without an executor that hands out budgets, always true.
     */
    @CancelSafe
    public static Future<Boolean> hasBudgetRemaining() {
        return new PolledFunction<>("hasBudgetRemaining()", cx -> Poll.ready(cx.hasBudgetRemaining()));
    }

    /**
     * {@code future} without a cooperative budget: it makes all the progress that it can in each poll, and others wait
     * meanwhile. For the rare future that is known to end soon and must not be held up. What it does takes nothing from the
     * budget of the task around it.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public static <T extends @Nullable Object> Future<T> unconstrained(Future<T> future) {
        return new Unconstrained<>(Objects.requireNonNull(future, "future"));
    }

    /**
     * Polls {@code future} once, and drops it if it is not ready. Waits for nothing, so it may be called from anywhere; what
     * is lost when that future is dropped is lost here.
     *
     * @return ready with the value, or pending
     * @throws Exception the failure of the future
     */
    public static <T extends @Nullable Object> Poll<T> nowOrNever(Future<T> future) throws Exception {
        Poll<T> poll = future.poll(Context.of(Waker.noop()));
        if (poll.isPending()) {
            future.cancel();
        }
        return poll;
    }

    /**
     * Makes {@code future} survive a lost {@code select}, so that the next one goes on with it; used with
     * try-with-resources. See {@link Pinned}.
     *
     * <p><b>Cancel safety.</b> A drop of what it returns leaves {@code future} as it is; to close it drops that.
     */
    @CancelSafe
    public static <T extends @Nullable Object> Pinned<T> pin(Future<T> future) {
        return new Pinned<>(Objects.requireNonNull(future, "future"));
    }

    /**
     * Makes {@code future} one that several may await, each by a copy of its own. See {@link Shared}, also on cancel safety.
     */
    public static <T extends @Nullable Object> Shared<T> shared(Future<T> future) {
        return new Shared<>(Objects.requireNonNull(future, "future"));
    }

    /** Makes {@code future} one that others can end than who owns it. Cancel safe if it is. See {@link Abortable}. */
    public static <T extends @Nullable Object> Abortable<T> abortable(Future<T> future) {
        return new Abortable<>(Objects.requireNonNull(future, "future"));
    }

    /**
     * Polls {@code future} on the calling thread, which is parked in between, until it is done.
     *
     * @throws Exception the failure of the future
     * @throws InterruptedException if the thread is interrupted while parked; the future is then cancelled
     * @throws IllegalStateException on a worker thread of a runtime, which must not block
     */
    public static <T extends @Nullable Object> T blockOn(Future<T> future) throws Exception {
        return BlockOn.run(future);
    }
}
