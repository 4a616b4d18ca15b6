package dev.kyoto.internal.time;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.Waker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A future with a deadline that is itself the entry in the wheel, so that waiting for a time costs one object.
 *
 * <pre>
 * UNARMED ──arm──▶ ARMED ──▶ FIRED       the wheel, under its lock
 *    ▲               │
 *    └────disarm─────┘                   the future's owner, under the wheel's lock
 * </pre>
 *
 * <p>The owner writes {@link #waker} and then reads {@link #phase}; the wheel writes the phase and then reads the waker. Both
 * fields are volatile, so one of the two sees the other: no wake is lost.
 */
public abstract class TimerEntry<T extends @Nullable Object> extends AbstractFuture<T> {
    /** The {@link #place} of an entry that stands in no wheel. */
    static final short NOWHERE = -1;

    private static final long NANOS_PER_TICK = 1_000_000;

    private static final byte UNARMED = 0;
    private static final byte ARMED = 1;
    private static final byte FIRED = 2;

    private volatile byte phase = UNARMED;

    /** The wheel's own: which slot, and the neighbours there. */
    short place = NOWHERE;

    @Nullable TimerEntry<?> previous;

    @Nullable TimerEntry<?> next;

    /** On the runtime's clock, in nanoseconds; until armed, whatever the subclass keeps here. */
    private long deadline;

    /** Where this is armed; it stays there, even if the task moves to another worker. */
    private @Nullable Timers timers;

    private volatile @Nullable Waker waker;

    TimerEntry(long deadline) {
        this.deadline = deadline;
    }

    /** The timers to arm at, from the polling worker. Null for a poll that nobody will be woken by: then just be pending. */
    static @Nullable Timers timersOf(Context cx) {
        Timers timers = cx.service(Timers.class);
        if (timers == null && cx.waker() != Waker.noop()) {
            throw new IllegalStateException("A sleep, timeout or interval was polled outside a Kyoto runtime, on "
                    + Thread.currentThread().getName()
                    + ", where no clock runs. Run the code with Kyoto.run(() -> …), or"
                    + " with blockOn of a Runtime.");
        }
        return timers;
    }

    /** Whether the deadline, set by {@link #arm}, has come; if not, the context's waker will be woken then. */
    final boolean isDue(Context cx) {
        Waker current = cx.waker();
        if (waker != current) {
            waker = current;
        }
        return hasFired();
    }

    final boolean hasFired() {
        return phase == FIRED;
    }

    final boolean isArmed() {
        return phase != UNARMED;
    }

    final void arm(Timers timers, long deadline) {
        this.deadline = deadline;
        this.timers = timers;
        timers.insert(this);
    }

    /** Takes this out of the wheel, if it is in one. */
    final void disarm() {
        Timers armedAt = timers;
        if (phase == ARMED && armedAt != null) {
            armedAt.remove(this);
        }
    }

    final @Nullable Timers timers() {
        return timers;
    }

    /** The wheel's lock is held. */
    final void armed() {
        phase = ARMED;
    }

    /** The wheel's lock is held. */
    final void disarmed() {
        phase = UNARMED;
    }

    /** The wheel's lock is held: whom to wake once it is not. */
    final @Nullable Waker fire() {
        phase = FIRED;
        return waker;
    }

    final long deadline() {
        return deadline;
    }

    final void setDeadline(long deadline) {
        this.deadline = deadline;
    }

    /** The first tick at or after the deadline: a timer is late, by a millisecond at most, but never early. */
    final long deadlineTick() {
        return deadline / NANOS_PER_TICK + (deadline % NANOS_PER_TICK > 0 ? 1 : 0);
    }

    static long tickAt(long nanos) {
        return nanos / NANOS_PER_TICK;
    }

    /** The beginning of a tick. */
    static long nanosAt(long tick) {
        return tick > Long.MAX_VALUE / NANOS_PER_TICK ? Long.MAX_VALUE : tick * NANOS_PER_TICK;
    }

    /** {@code duration} in nanoseconds; nothing if it is negative, three centuries if it is longer than that. */
    static long saturatedNanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.getSeconds() >= Long.MAX_VALUE / 1_000_000_000 ? Long.MAX_VALUE : duration.toNanos();
    }

    static long saturatedSum(long now, long nanos) {
        return now > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : now + nanos;
    }

    /** The deadline, and how far off it is. */
    @Override
    protected @Nullable Resource resource() {
        Timers armedAt = timers;
        if (armedAt == null || !isArmed()) {
            return null;
        }
        long left = deadline - armedAt.clock().nanos();
        return Resource.ownedBy(
                "deadline",
                deadline == Long.MAX_VALUE ? "never" : left <= 0 ? "now" : "in " + ShortDuration.text(left));
    }

    @Override
    protected void dropped() {
        disarm();
    }
}
