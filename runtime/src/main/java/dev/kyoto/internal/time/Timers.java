package dev.kyoto.internal.time;

import dev.kyoto.futures.Waker;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The timers of one worker: its wheel, under a lock that is almost always its own. The worker inserts and removes while it
 * polls; another thread comes to this lock only to drop a timer whose task has moved, so it is rarely contended.
 *
 * <p>An entry keeps its wheel: its worker fires it, wherever the task runs by then.
 */
public final class Timers {
    /** Timers fired before their wakers are woken, without the lock, and the lock taken again. */
    private static final int MOST_FIRED_AT_ONCE = 256;

    private static final long NOT_PARKED = Long.MIN_VALUE;

    private final Clock clock;
    private final Runnable unparkOwner;
    private final TimerWheel wheel = new TimerWheel();

    /** When the wheel wants to turn, or earlier. Written under the lock; read without it, to pass by at the cost of a load. */
    private volatile long nextTick = TimerWheel.NEVER;

    /** Until when the owner sleeps. Guarded by the lock. */
    private long parkedUntil = NOT_PARKED;

    /**
     * @param unparkOwner wakes the worker from its sleep, when another thread adds a timer that it does not know of
     */
    public Timers(Clock clock, Runnable unparkOwner) {
        this.clock = clock;
        this.unparkOwner = unparkOwner;
    }

    public Clock clock() {
        return clock;
    }

    /** Wakes {@code waker} after {@code delay}, once. Any thread. */
    public void schedule(Duration delay, Waker waker) {
        new Alarm(waker).arm(this, deadlineAfter(TimerEntry.saturatedNanos(delay)));
    }

    long deadlineAfter(long nanos) {
        return TimerEntry.saturatedSum(clock.nanos(), nanos);
    }

    void insert(TimerEntry<?> timer) {
        boolean ownerMustHear;
        synchronized (wheel) {
            timer.armed();
            wheel.insert(timer);
            nextTick = wheel.nextTick();
            ownerMustHear = nextTick < parkedUntil;
        }
        if (ownerMustHear) {
            unparkOwner.run();
        }
    }

    void remove(TimerEntry<?> timer) {
        synchronized (wheel) {
            if (timer.place != TimerEntry.NOWHERE) {
                wheel.remove(timer);
                timer.disarmed();
            }
        }
    }

    /** The owner, before it sleeps: for how many real nanoseconds; {@link Long#MAX_VALUE} for ever. */
    public long beginPark() {
        long deadline;
        synchronized (wheel) {
            nextTick = wheel.nextTick();
            parkedUntil = nextTick;
            deadline = TimerEntry.nanosAt(nextTick);
        }
        return clock.realNanosUntil(deadline);
    }

    /** The owner, after it slept. */
    public void endPark() {
        synchronized (wheel) {
            parkedUntil = NOT_PARKED;
        }
    }

    /**
     * Fires what is due: the owner or, while that is kept from it, any thread.
     *
     * @param woken an empty list of the caller's: who is woken is collected there under the lock, and woken without it
     */
    public void fire(List<Waker> woken, Consumer<Waker> wake) {
        if (nextTick == TimerWheel.NEVER) {
            return;
        }
        long now = TimerEntry.tickAt(clock.nanos());
        boolean more = nextTick <= now;
        while (more) {
            synchronized (wheel) {
                more = wheel.expire(now, woken, MOST_FIRED_AT_ONCE);
                nextTick = wheel.nextTick();
            }
            woken.forEach(wake);
            woken.clear();
        }
    }

    /** When {@link #fire} has something to do, on the clock; {@link Long#MAX_VALUE} for never. Any thread. */
    public long nextDeadline() {
        synchronized (wheel) {
            nextTick = wheel.nextTick();
            return TimerEntry.nanosAt(nextTick);
        }
    }
}
