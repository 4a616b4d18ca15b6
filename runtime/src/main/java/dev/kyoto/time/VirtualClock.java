package dev.kyoto.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is moved: a test of a day's work takes milliseconds, and the same time every run.
 *
 * <p>Given to one runtime by {@code Runtime.builder().clock(clock)}. A clock made by the constructor <em>advances by
 * itself</em> to the next timer whenever nothing else can happen: some thread waits in {@code blockOn}, every worker is
 * asleep, no task is queued, no {@code spawnBlocking} job runs, and nothing has arrived at a socket that is waited for. So
 * tasks that talk to each other through sockets of this machine are seen; what is still under way from another process, or
 * code outside the runtime that will wake a task later, is not: a test that has such code uses {@link #manual()}.
 */
public final class VirtualClock extends Clock {
    private final AtomicLong nanos = new AtomicLong();
    private final boolean advancesByItself;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** A clock that advances by itself, beginning at the calendar's {@link Instant#EPOCH}. */
    public VirtualClock() {
        this(true);
    }

    private VirtualClock(boolean advancesByItself) {
        this.advancesByItself = advancesByItself;
    }

    /** A clock that moves only when {@link #advance} is called. */
    public static VirtualClock manual() {
        return new VirtualClock(false);
    }

    /**
     * Moves the clock on. The timers that are due then fire soon after on their workers; this method does not wait for it.
     *
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("A clock does not go back, but was advanced by " + duration);
        }
        nanos.addAndGet(duration.toNanos());
        listeners.forEach(Runnable::run);
    }

    /** For runtimes: moves the clock on to {@code deadline}, unless it is past, without telling anybody. */
    public void advanceTo(long deadline) {
        nanos.accumulateAndGet(deadline, Math::max);
    }

    /** For runtimes: {@code listener} runs after each {@link #advance}, on the thread that called it. */
    public void onAdvance(Runnable listener) {
        listeners.add(listener);
    }

    public boolean advancesByItself() {
        return advancesByItself;
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos());
    }

    @Override
    public long realNanosUntil(long deadline) {
        return deadline <= nanos() ? 0 : Long.MAX_VALUE;
    }
}
