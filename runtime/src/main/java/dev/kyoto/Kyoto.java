package dev.kyoto;

import dev.kyoto.futures.AsyncAction;
import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.stream.Generator;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.internal.scheduler.Scheduler;
import dev.kyoto.internal.time.DeadlineQueue;
import dev.kyoto.internal.time.Debounced;
import dev.kyoto.internal.time.IntervalTimer;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.internal.time.Throttled;
import dev.kyoto.internal.time.TimeLimited;
import dev.kyoto.internal.time.TimeoutFuture;
import dev.kyoto.signal.Signals;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.Scope;
import dev.kyoto.time.DelayQueue;
import dev.kyoto.time.Interval;
import dev.kyoto.time.MissedTickBehavior;
import dev.kyoto.time.Sleep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Everything a program on the Kyoto runtime calls, for one static import: {@code import static dev.kyoto.Kyoto.*} brings these
 * methods and those of {@link Futures}.
 *
 * <p>Except for {@link #run}, {@link #blockOn} and {@link #blockInPlace}, these methods are called inside tasks, or inside
 * {@link Runtime#enter}, and work on that runtime; elsewhere they, or the first poll of the future that they return, throw an
 * {@link IllegalStateException}.
 */
public final class Kyoto extends Futures {
    private Kyoto() {}

    // ---- running

    /**
     * Runs {@code block} on a new runtime with a worker for each processor, waits for it, and closes the runtime: tasks that
     * still run then are dropped. What a {@code main} method consists of.
     *
     * <p>Throws what the block throws, as it is: also a checked exception, although none is declared.
     */
    public static <T extends @Nullable Object> T run(AsyncBlock<T> block) {
        return runOnNewRuntime(async(block));
    }

    /** {@link #run(AsyncBlock)}, for a block that yields nothing. */
    public static void run(AsyncAction block) {
        runOnNewRuntime(async(block));
    }

    private static <T extends @Nullable Object> T runOnNewRuntime(Future<T> future) {
        try (Runtime runtime = Runtime.builder().build()) {
            return runtime.blockOn(future);
        } catch (Exception failure) {
            throw Kyoto.<RuntimeException>asUnchecked(failure);
        }
    }

    /**
     * Waits for {@code future} on the calling thread: in code that may block. Inside {@code spawnBlocking} the future runs on
     * the runtime; on a thread of the program's own it is polled right there, and only futures that need no runtime work.
     *
     * @throws Exception the failure of the future
     * @throws InterruptedException if the thread is interrupted while it waits; the future is then dropped
     * @throws IllegalStateException inside a task, which must not block
     */
    public static <T extends @Nullable Object> T blockOn(Future<T> future) throws Exception {
        return Scheduler.current() == null
                ? Futures.blockOn(future)
                : Runtime.current().blockOn(future);
    }

    // ---- tasks

    /** Starts {@code block} as a task: it runs at once and in parallel, whether or not anybody waits for it. */
    public static <T extends @Nullable Object> JoinHandle<T> spawn(AsyncBlock<T> block) {
        return Runtime.current().spawn(block);
    }

    /** Starts {@code block} as a task: it runs at once and in parallel, whether or not anybody waits for it. */
    public static JoinHandle<@Nullable Void> spawn(AsyncAction block) {
        return Runtime.current().spawn(block);
    }

    /** Starts {@code future} as a task: it runs at once and in parallel, whether or not anybody waits for it. */
    public static <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
        return Runtime.current().spawn(future);
    }

    /** {@link #spawn(Future)}, with the name by which messages, dumps and {@link JoinHandle#name} call the task. */
    public static <T extends @Nullable Object> JoinHandle<T> spawn(String name, Future<T> future) {
        return Runtime.current().spawn(name, future);
    }

    /** {@link Runtime#spawnLocal}, on the current runtime, which must be a {@linkplain Runtime.Builder#local() local} one. */
    public static <T extends @Nullable Object> JoinHandle<T> spawnLocal(Future<T> future) {
        return Runtime.current().spawnLocal(future);
    }

    /** {@link Runtime#spawnBlocking}, on the current runtime. */
    public static <T extends @Nullable Object> JoinHandle<T> spawnBlocking(Callable<? extends T> code) {
        return Runtime.current().spawnBlocking(code);
    }

    /**
     * Runs {@code code}, which may block, right here, within the poll of the calling task: another worker takes over this one's
     * queue, timers and I/O meanwhile. For code that cannot leave its thread, or is called from deep below an async block;
     * elsewhere {@link #spawnBlocking} is better: it can be awaited beside other things, dropped and interrupted, and there
     * are more threads for it. Within, {@code blockOn} is allowed.
     *
     * <p>The task itself does not go on meanwhile, nor does what it {@code join}s or {@code select}s. When all
     * {@linkplain Runtime.Builder#maxSpareWorkers spare workers} are in use, the code blocks this worker, and
     * {@code blockOn} within is refused. On a thread that is no worker, this just calls the code.
     *
     * @throws Exception what {@code code} throws
     * @throws IllegalStateException in a task of a runtime that has no threads of its own
     */
    public static <T extends @Nullable Object> T blockInPlace(Callable<? extends T> code) throws Exception {
        return Scheduler.blockInPlace(code);
    }

    /**
     * Protects {@code future} from being dropped half-way: at its first poll it becomes a task of its own, which runs to its
     * end even if the future returned here is dropped. For cleanup that must finish:
     * {@code finally { shield(connection.sendGoodbye()).await(); }}.
     *
     * <p>Within a {@link #scope}, the scope awaits it.
     *
     * <p><b>Cancel safety.</b> Dropped before its first poll, {@code future} never runs. Dropped later, it runs on; its value is
     * lost, its failure goes to the uncaught handler. The end of the runtime ends it like every task.
     */
    @CancelUnsafe("the value of the future, which runs on and is begun anew")
    public static <T extends @Nullable Object> Future<T> shield(Future<T> future) {
        return Scope.shield(future);
    }

    /**
     * Structured concurrency: runs {@code block}, in which tasks are spawned that end before this does. See {@link Scope}, which
     * says what happens when one fails, and what is guaranteed when the future returned here is dropped.
     *
     * <p><b>Cancel safety.</b> Not cancel safe: block and children are dropped, and what they have done so far is lost.
     */
    @CancelUnsafe("what the block and its children have done so far")
    public static <T extends @Nullable Object> Future<T> scope(AsyncFunction<Scope, T> block) {
        return Scope.open(new CancellationToken(), block);
    }

    /** {@link #scope(AsyncFunction)}, which is cancelled, and can still be awaited then, when {@code token} is cancelled. */
    @CancelUnsafe("what the block and its children have done so far")
    public static <T extends @Nullable Object> Future<T> scope(CancellationToken token, AsyncFunction<Scope, T> block) {
        return Scope.open(token, block);
    }

    // ---- signals

    /**
     * Waits until the process is asked to stop from the terminal: {@link Signals#interrupt}, whose contract this has.
     * {@code select(server.run(), ctrlC())} is a graceful end.
     */
    @CancelUnsafe("a signal that has come, or comes before the next future waits")
    public static Future<@Nullable Void> ctrlC() {
        return Signals.interrupt();
    }

    // ---- time

    /**
     * Waits for {@code duration}, counted from the first poll. Rounded up to milliseconds; nothing if it is negative. Made anew, it
     * counts anew: see {@link Sleep}.
     */
    @CancelSafe
    public static Sleep sleep(Duration duration) {
        return SleepFuture.of(duration);
    }

    /**
     * Waits until the calendar says {@code instant}: the time left is read off the runtime's clock at the first poll, and
     * waited for on the steady clock from then on.
     */
    @CancelSafe
    public static Sleep sleepUntil(Instant instant) {
        return SleepFuture.until(Objects.requireNonNull(instant, "instant"));
    }

    /**
     * {@code future}, if it is done within {@code limit}, counted from the first poll; else it is dropped, and
     * {@link java.util.concurrent.TimeoutException} thrown. A value that is ready always wins.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public static <T extends @Nullable Object> Future<T> timeout(Duration limit, Future<T> future) {
        return TimeoutFuture.within(Objects.requireNonNull(limit, "limit"), Objects.requireNonNull(future, "future"));
    }

    /**
     * {@link #timeout(Duration, Future)} with a limit that several futures can share: {@code future} is dropped when the calendar
     * says {@code deadline}. As with {@link #sleepUntil}, the time left is read off the runtime's clock at the first poll; if none
     * is left, {@code future} is polled once.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public static <T extends @Nullable Object> Future<T> timeoutAt(Instant deadline, Future<T> future) {
        return TimeoutFuture.until(
                Objects.requireNonNull(deadline, "deadline"), Objects.requireNonNull(future, "future"));
    }

    /** Ticks at once and then every {@code period}, catching up with missed ticks ({@link MissedTickBehavior#BURST}). */
    public static Interval interval(Duration period) {
        return interval(period, MissedTickBehavior.BURST);
    }

    /** Ticks at once and then every {@code period}. */
    public static Interval interval(Duration period, MissedTickBehavior missedTicks) {
        return new IntervalTimer(period, missedTicks);
    }

    /** A queue of values that come out when their time has come, by the clock of the current runtime. */
    public static <T> DelayQueue<T> delayQueue() {
        return new DeadlineQueue<>(Runtime.current().clock());
    }

    /** What the runtime's clock says: the calendar's time, or a test's virtual one. */
    public static Instant now() {
        return Runtime.current().clock().instant();
    }

    // ---- streams

    /** {@link Streams#stream}: what the async block {@code generator} emits. */
    public static <T> Stream<T> stream(Generator<T> generator) {
        return Streams.stream(generator);
    }

    /** {@code stream}, which fails with {@link java.util.concurrent.TimeoutException} when an element takes longer than {@code limit}. */
    public static <T> Stream<T> timeout(Duration limit, Stream<T> stream) {
        return new TimeLimited<>(Objects.requireNonNull(limit, "limit"), stream);
    }

    /** {@code stream}, with {@code pause} at least between two elements. What comes meanwhile waits at the source. */
    public static <T> Stream<T> throttle(Duration pause, Stream<T> stream) {
        return new Throttled<>(Objects.requireNonNull(pause, "pause"), stream);
    }

    /**
     * Of {@code stream} only those elements after which none came for {@code silence}, and the last one: a burst is one
     * element.
     */
    public static <T> Stream<T> debounce(Duration silence, Stream<T> stream) {
        return new Debounced<>(Objects.requireNonNull(silence, "silence"), stream);
    }

    /**
     * {@link Stream#chunks(int)} that wait no longer than {@code limit} after their first element.
     *
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public static <T> Stream<List<T>> chunks(int size, Duration limit, Stream<T> stream) {
        Objects.requireNonNull(limit, "limit");
        return stream.chunks(size, () -> sleep(limit));
    }

    @SuppressWarnings("unchecked") // erased: lets any exception pass as it is
    private static <X extends Throwable> X asUnchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
