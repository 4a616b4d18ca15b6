package dev.kyoto.futures;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs on an executor, as a future. Made by {@link Futures#offload}; may be configured until it is awaited.
 *
 * <pre>{@code
 * BigInteger prime = offload(ForkJoinPool.commonPool(), () -> BigInteger.probablePrime(4096, random)).await();
 * }</pre>
 *
 * <p>The code begins when this future is first polled, runs beside the task that awaits it, and fails it with what it throws.
 * An executor that refuses the code fails it too, with its {@link java.util.concurrent.RejectedExecutionException}. One that takes
 * the code and never runs it, as {@code shutdownNow()} has it, leaves this future pending.
 *
 * <p><b>Cancel safety.</b> Not cancel safe. Dropped before its code has begun, the code never runs. Dropped later, the thread that
 * runs it is interrupted, unless {@link #withoutInterrupt()} was called, and what the code has done or returns is lost. To drop
 * waits for nothing: code that does not heed an interrupt goes on for a while. A failure after an interrupt is ignored, because
 * that is how most code answers one; without an interrupt it goes to the uncaught-exception handler of the code's thread.
 */
public final class Offloaded<T extends @Nullable Object> extends AbstractFuture<T> {
    private final Executor executor;
    private final Job<T> job;
    private boolean interrupts = true;
    private boolean handedOver;

    Offloaded(Executor executor, Callable<? extends T> code) {
        this.executor = executor;
        this.job = new Job<>(code);
    }

    /**
     * Lets code that has begun run to its end undisturbed when this future is dropped: for code that an interrupt would harm, as
     * it closes a {@code FileChannel}.
     *
     * @return this
     * @throws IllegalStateException if this future was polled before
     */
    @CancelUnsafe("what the code has done so far, and what it returns")
    public Offloaded<T> withoutInterrupt() {
        if (isStarted()) {
            throw new IllegalStateException(
                    "This offload(…) was polled already. Call withoutInterrupt() where it is made,"
                            + " before it is awaited.");
        }
        interrupts = false;
        return this;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (!handedOver) {
            handedOver = true;
            executor.execute(job);
        }
        if (!job.isOver(cx.waker())) {
            cx.refund();
            return Poll.pending();
        }
        return readyWith(job.outcome());
    }

    @Override
    protected void dropped() {
        job.abandon(interrupts);
    }

    @Override
    protected String describe() {
        return "offload(…)";
    }

    /**
     * The code, queued or running. The lock makes the interrupt hit this code only: the thread is remembered while it runs it, and
     * an interrupt that came too late for the code is cleared before the executor has the thread back. No code of the user runs
     * under it. The outcome is written before {@link #over}.
     */
    private static final class Job<T extends @Nullable Object> implements Runnable {
        private final AtomicWaker waker = new AtomicWaker();
        private @Nullable Callable<? extends T> code;
        private @Nullable Thread runner;
        private boolean abandoned;
        private boolean interrupted;
        private @Nullable T value;
        private @Nullable Throwable failure;
        private volatile boolean over;

        Job(Callable<? extends T> code) {
            this.code = code;
        }

        @Override
        public void run() {
            Callable<? extends T> claimed = claim();
            if (claimed == null) {
                return;
            }
            T returned = null;
            Throwable thrown = null;
            try {
                returned = claimed.call();
            } catch (Throwable failed) {
                thrown = failed;
            }
            if (!release()) {
                value = returned;
                failure = thrown;
                over = true;
                waker.wake();
            } else if (thrown != null && !interrupted) {
                Drop.report(thrown);
            }
        }

        /** The code, unless it has begun, or was abandoned. */
        private synchronized @Nullable Callable<? extends T> claim() {
            Callable<? extends T> claimed = code;
            code = null;
            runner = Thread.currentThread();
            return claimed;
        }

        /** The code has returned: whether it was abandoned meanwhile. */
        private synchronized boolean release() {
            runner = null;
            if (interrupted) {
                Thread.interrupted();
            }
            return abandoned;
        }

        synchronized void abandon(boolean interrupt) {
            waker.take();
            code = null;
            abandoned = true;
            if (interrupt && runner != null) {
                interrupted = true;
                runner.interrupt();
            }
        }

        boolean isOver(Waker reader) {
            if (!over) {
                waker.register(reader);
            }
            return over;
        }

        @SuppressWarnings("NullAway") // a T, which may be null
        T outcome() throws Exception {
            waker.take();
            if (failure != null) {
                throw Combinator.rethrow(failure);
            }
            return value;
        }
    }
}
