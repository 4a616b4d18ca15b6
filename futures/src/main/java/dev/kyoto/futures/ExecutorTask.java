package dev.kyoto.futures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@link Future#toCompletableFuture}: a future that is polled on the threads of an executor, and the
 * {@link CompletableFuture} that tells of its end.
 *
 * <h2>The word</h2>
 *
 * <pre>
 * 0                      IDLE: it waits, and somebody has its waker
 * SCHEDULED              the executor has it, or is about to get it
 * RUNNING                a thread of the executor owns the future: it polls it, or drops it
 * RUNNING | SCHEDULED    woken during the poll, at the end of which the executor gets it again
 * ENDED                  the future has ended; for ever
 * </pre>
 *
 * <p>Anybody sets SCHEDULED, and who set it first on an idle task hands the task over. Whoever the executor calls, or whom it
 * refuses, is the only one, and owns the future from then on; it turns SCHEDULED into RUNNING, and RUNNING into one of the
 * others. The result may be completed by others as well, which is how it is cancelled: that is a wake, and the owner, which
 * looks at the result before each poll, drops the future.
 *
 * <p><b>Memory order.</b> All transitions are read-modify-write operations on one word, so the poll that answers a wake, be
 * it the first or a repeated one, sees everything that was written before it, and each poll sees the one before.
 */
final class ExecutorTask<T extends @Nullable Object> implements Runnable, Waker {
    private static final int SCHEDULED = 1;
    private static final int RUNNING = 1 << 1;
    private static final int ENDED = 1 << 2;

    /** Units of the cooperative budget for each poll. Tokio's value, and that of Kyoto's runtime. */
    private static final int BUDGET = 128;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(ExecutorTask.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Executor executor;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final TaskContext cx = new TaskContext();

    /** Touched by the owner only; null when it has ended. */
    private @Nullable Future<T> future;

    @SuppressWarnings("unused") // through WORD
    private volatile int word;

    private ExecutorTask(Future<T> future, Executor executor) {
        this.future = future;
        this.executor = executor;
    }

    static <T extends @Nullable Object> CompletableFuture<T> start(Future<T> future, Executor executor) {
        var task = new ExecutorTask<>(future, executor);
        task.result.whenComplete((value, failure) -> task.wake());
        task.wake();
        return task.result;
    }

    @Override
    public void wake() {
        if ((int) WORD.getAndBitwiseOr(this, SCHEDULED) == 0) {
            handOver();
        }
    }

    /** Called by the one who has set SCHEDULED; if the executor refuses, that one is the owner, and ends it. */
    private void handOver() {
        try {
            executor.execute(this);
        } catch (Throwable refusal) {
            drop();
            result.completeExceptionally(refusal);
        }
    }

    @Override
    public void run() {
        WORD.getAndSet(this, RUNNING);
        if (result.isDone()) {
            drop();
        } else if (!poll() && !WORD.compareAndSet(this, RUNNING, 0)) {
            handOver();
        }
    }

    /** Polls once; whether that was the end. What depends on the result runs here too, and may block. */
    private boolean poll() {
        Future<T> running = future;
        if (running == null) {
            return true; // called by an executor that runs a command twice
        }
        Poll<T> poll;
        try {
            poll = pollNonBlocking(running);
        } catch (Throwable failure) {
            end();
            if (!result.completeExceptionally(failure)) {
                Drop.report(failure); // cancelled during the poll, so nobody else will see it
            }
            return true;
        }
        if (poll.isPending()) {
            return false;
        }
        end();
        result.complete(poll.value());
        return true;
    }

    private Poll<T> pollNonBlocking(Future<T> running) throws Exception {
        NonBlocking.enter();
        try {
            return running.poll(cx.begin(this));
        } finally {
            NonBlocking.leave();
        }
    }

    private void drop() {
        Future<T> dropped = future;
        end();
        if (dropped != null) {
            NonBlocking.enter();
            try {
                Drop.cancel(dropped, Dropper.ABORT);
            } finally {
                NonBlocking.leave();
            }
        }
    }

    private void end() {
        future = null;
        WORD.setVolatile(this, ENDED);
    }

    private static final class TaskContext extends Context {
        TaskContext begin(Waker waker) {
            begin(waker, BUDGET);
            return this;
        }

        @Override
        protected void defer(Waker waker) {
            waker.wake(); // behind what the executor has in its queue
        }

        @Override
        public int nextInt(int bound) {
            return ThreadLocalRandom.current().nextInt(bound);
        }

        @Override
        public <S> @Nullable S service(Class<S> type) {
            return null;
        }
    }
}
