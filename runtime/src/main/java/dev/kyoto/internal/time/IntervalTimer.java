package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.time.Clock;
import dev.kyoto.time.Interval;
import dev.kyoto.time.MissedTickBehavior;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code interval}. The rhythm is kept here and moves on when a tick is delivered, so a dropped tick is not lost. */
public final class IntervalTimer implements Interval {
    /** Up to so many nanoseconds late counts as punctual: a timer's own lateness is no missed tick. Tokio's value. */
    private static final long TOLERANCE = 5_000_000;

    private static final long NOT_STARTED = -1;

    private final Duration period;
    private final long periodNanos;
    private final MissedTickBehavior behavior;

    /** When the next tick is due. */
    private long due = NOT_STARTED;

    private @Nullable Clock clock;

    public IntervalTimer(Duration period, MissedTickBehavior behavior) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("An interval needs a positive period, but this one is " + period
                    + ". To give way to other tasks once, await yieldNow().");
        }
        this.period = period;
        this.periodNanos = TimerEntry.saturatedNanos(period);
        this.behavior = behavior;
    }

    @Override
    public Future<@Nullable Void> tick() {
        return new Tick();
    }

    @Override
    public Stream<Instant> stream() {
        return Streams.repeating(() -> tick().map(tick -> deliveryTime()), () -> {});
    }

    @SuppressWarnings("NullAway") // there since the first tick was polled
    private Instant deliveryTime() {
        return clock.instant();
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public void reset() {
        resetAfter(period);
    }

    @Override
    public void resetAfter(Duration duration) {
        if (clock != null) {
            due = TimerEntry.saturatedSum(clock.nanos(), TimerEntry.saturatedNanos(duration));
        }
    }

    private long dueFrom(Clock clock) {
        if (due == NOT_STARTED) {
            due = clock.nanos();
            this.clock = clock;
        }
        return due;
    }

    private void delivered(long now) {
        long late = now - due;
        due = TimerEntry.saturatedSum(
                late <= TOLERANCE
                        ? due
                        : switch (behavior) {
                            case BURST -> due;
                            case DELAY -> now;
                            case SKIP -> now - late % periodNanos;
                        },
                periodNanos);
    }

    private final class Tick extends TimerEntry<@Nullable Void> {
        Tick() {
            super(0);
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            Timers timers = isArmed() ? timers() : timersOf(cx);
            if (timers == null) {
                cx.refund();
                return Poll.pending();
            }
            Clock clock = timers.clock();
            if (!isArmed()) {
                long due = dueFrom(clock);
                if (due <= clock.nanos()) { // no need to go through the wheel
                    delivered(clock.nanos());
                    return Poll.ready(null);
                }
                arm(timers, due);
            }
            if (!isDue(cx)) {
                cx.refund();
                return Poll.pending();
            }
            delivered(clock.nanos());
            return Poll.ready(null);
        }

        @Override
        protected String describe() {
            return "tick";
        }
    }
}
