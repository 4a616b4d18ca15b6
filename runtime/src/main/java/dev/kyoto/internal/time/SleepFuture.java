package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.time.Clock;
import dev.kyoto.time.Sleep;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code sleep} and {@code sleepUntil}. Until it is armed, {@link #deadline()} holds the duration. */
public class SleepFuture extends TimerEntry<@Nullable Void> implements Sleep {
    private boolean ended;

    private SleepFuture(long nanos) {
        super(nanos);
    }

    public static SleepFuture of(Duration duration) {
        return new SleepFuture(saturatedNanos(duration));
    }

    public static SleepFuture until(Instant instant) {
        return new Until(instant);
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (!isArmed()) {
            Timers timers = timersOf(cx);
            if (timers == null) {
                cx.refund();
                return Poll.pending();
            }
            arm(timers, timers.deadlineAfter(duration(timers.clock())));
        }
        if (!isDue(cx)) {
            cx.refund();
            return Poll.pending();
        }
        ended = true;
        return Poll.ready(null);
    }

    /** At the first poll: how long to sleep from now. */
    long duration(Clock clock) {
        return deadline();
    }

    @Override
    public void reset(Duration duration) {
        if (ended) {
            throw new IllegalStateException("The sleep has ended and cannot be reset; make another one with sleep(…).");
        }
        Timers armedAt = timers();
        if (armedAt == null) {
            setDeadline(saturatedNanos(duration));
        } else {
            disarm();
            arm(armedAt, armedAt.deadlineAfter(saturatedNanos(duration)));
        }
    }

    @Override
    public boolean isElapsed() {
        return hasFired();
    }

    @Override
    protected void dropped() {
        ended = true;
        super.dropped();
    }

    @Override
    protected String describe() {
        return "sleep";
    }

    private static final class Until extends SleepFuture {
        private final Instant instant;

        Until(Instant instant) {
            super(0);
            this.instant = instant;
        }

        @Override
        long duration(Clock clock) {
            return saturatedNanos(Duration.between(clock.instant(), instant));
        }

        @Override
        protected String describe() {
            return "sleepUntil(" + instant + ")";
        }
    }
}
