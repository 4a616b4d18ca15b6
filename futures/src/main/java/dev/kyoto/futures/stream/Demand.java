package dev.kyoto.futures.stream;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Waker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber has asked for, on whatever thread, and the task that serves it has not seen yet.
 *
 * <p>The subscriber adds to {@link #requested}, or cancels, and then wakes; the task registers its waker and then looks at all of
 * it ({@link AtomicWaker}). A wake during a poll finds no waker and costs nothing: before the task lies down it registers and
 * looks again. So {@code request} within {@code onNext} is no recursion.
 */
final class Demand implements Flow.Subscription {
    private static final VarHandle REQUESTED;

    static {
        try {
            REQUESTED = MethodHandles.lookup().findVarHandle(Demand.class, "requested", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final AtomicWaker waker = new AtomicWaker();

    /** Requested, and not taken by the task; sticks at the largest number, which means no limit (rule 3.17). */
    private volatile long requested;

    private volatile boolean cancelled;

    /** A request that breaks the rules. */
    private volatile @Nullable IllegalArgumentException offence;

    @Override
    public void request(long count) {
        if (cancelled) {
            return;
        }
        if (count < 1) {
            offence = new IllegalArgumentException(
                    "A subscriber requests 1 element at least, not " + count + " (rule 3.9 of Reactive Streams).");
        } else {
            add(count);
        }
        waker.wake();
    }

    private void add(long count) {
        long before;
        long sum;
        do {
            before = requested;
            sum = before + count;
            if (sum < 0) {
                sum = Long.MAX_VALUE;
            }
        } while (!REQUESTED.compareAndSet(this, before, sum));
    }

    @Override
    public void cancel() {
        cancelled = true;
        waker.wake();
    }

    // ---- the task's side

    boolean isCancelled() {
        return cancelled;
    }

    @Nullable IllegalArgumentException offence() {
        return offence;
    }

    /** What was requested since the last time. */
    long take() {
        return requested == 0 ? 0 : (long) REQUESTED.getAndSet(this, 0L);
    }

    /** Sets whom to wake. Look at all of it after this returns. */
    void register(Waker task) {
        waker.register(task);
    }

    /** Whether nothing is to be served any more. */
    boolean isOver() {
        return cancelled || offence != null;
    }

    /** From now on nobody is woken. */
    void close() {
        cancelled = true;
        waker.take();
    }
}
