package dev.kyoto.internal.blocking;

import dev.kyoto.internal.current.Inherited;
import dev.kyoto.internal.task.FailureMarks;
import dev.kyoto.internal.task.FailureSink;
import dev.kyoto.internal.task.Joinable;
import dev.kyoto.internal.task.TaskLabel;
import dev.kyoto.tracing.ThreadContext;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Blocking code as a task: queued, then RUNNING on a thread of the pool, then complete. Aborted while queued, it never runs;
 * while running, its thread is interrupted, unless it is code that an interrupt would harm.
 *
 * <p>The lock of this object makes the interrupt hit this job only: the thread is remembered while it runs the job, and an
 * interrupt that comes too late for the job is cleared before the thread takes another. Neither user code nor a waker runs
 * under it.
 */
public final class BlockingJob<T extends @Nullable Object> extends Joinable<T> implements Runnable {
    private final FailureSink failures;

    /** Whose class the job is named after. */
    private final Class<?> origin;

    /** The {@link TaskLabel} of the task that has made this, or null. */
    private final @Nullable Object parent;

    private final long parentId;

    private final boolean interruptible;

    private @Nullable Callable<? extends T> code;
    private @Nullable Thread runner;
    private boolean aborted;

    /** {@link System#nanoTime}; written before the job is RUNNING. */
    private long begunAt;

    /**
     * @param carried take from this thread what the code carries along
     * @param interruptible whether an abort interrupts the code; otherwise code that has begun runs to its end
     * @param parent the {@link TaskLabel} of the task that makes this, or null
     * @param parentId its number, or 0
     */
    public BlockingJob(
            long id,
            Callable<? extends T> code,
            List<Supplier<? extends ThreadContext>> carried,
            FailureSink failures,
            boolean interruptible,
            @Nullable Object parent,
            long parentId) {
        super(id, 0);
        this.interruptible = interruptible;
        this.code = Inherited.by(code, carried);
        this.failures = failures;
        this.origin = code.getClass();
        this.parent = parent;
        this.parentId = parentId;
    }

    /** Runs the code, on a thread of the pool; nothing if it was aborted before. Throws nothing. */
    @Override
    public void run() {
        Callable<? extends T> claimed = claim(Thread.currentThread());
        if (claimed == null) {
            return;
        }
        T value;
        try {
            value = claimed.call();
        } catch (Throwable failure) {
            if (release()) {
                completeDropped(); // this is how most code answers an interrupt
            } else {
                FailureMarks.ended(
                        failure, id(), () -> TaskLabel.markOfBlocking(id(), name(), origin, parent, parentId));
                failWith(failure);
            }
            return;
        }
        release();
        completeWith(value);
    }

    @Override
    public void abort() {
        synchronized (this) {
            aborted = true;
            if (runner != null) {
                if (interruptible) {
                    runner.interrupt();
                }
                return;
            }
        }
        drop();
    }

    /** Ends the job if it has not begun. */
    void drop() {
        if (claim(null) != null) {
            completeDropped();
        }
    }

    /** Sets RUNNING and returns the code, unless the job has begun, or has been dropped. */
    private synchronized @Nullable Callable<? extends T> claim(@Nullable Thread thread) {
        Callable<? extends T> claimed = code;
        if (claimed != null) {
            code = null;
            runner = thread;
            begunAt = System.nanoTime();
            WORD.getAndBitwiseOr(this, RUNNING);
        }
        return claimed;
    }

    /** The code has returned: whether it was aborted meanwhile. */
    private synchronized boolean release() {
        runner = null;
        Thread.interrupted();
        return aborted;
    }

    /** When it was begun, as {@link System#nanoTime} says: of a job that is running. */
    public synchronized long begunAt() {
        return code == null ? begunAt : System.nanoTime();
    }

    @Override
    public String name() {
        return "blocking code of " + origin.getName().replaceFirst("\\$\\$Lambda.*", "");
    }

    @Override
    public String spawnSite() {
        return origin.getName();
    }

    @Override
    protected void failedUnjoined() {
        failures.failedUnjoined(this);
    }

    @Override
    protected void report(Throwable failure) {
        failures.reportUncaught(describe(), failure);
    }
}
