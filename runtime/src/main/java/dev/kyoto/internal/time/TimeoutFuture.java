package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code timeout} and {@code timeoutAt}. The inner future is polled before the clock, so a value that is ready always wins. Looking at the clock
 * takes no unit of the budget: an inner future that uses it all up in every poll is still timed out.
 */
public abstract sealed class TimeoutFuture<T extends @Nullable Object> extends TimerEntry<T> {
    private final Future<T> inner;

    private TimeoutFuture(Future<T> inner) {
        super(0);
        this.inner = inner;
    }

    public static <T extends @Nullable Object> Future<T> within(Duration limit, Future<T> inner) {
        return new Within<>(limit, inner);
    }

    public static <T extends @Nullable Object> Future<T> until(Instant deadline, Future<T> inner) {
        return new Until<>(deadline, inner);
    }

    /** At the first poll: how much time there is from now. */
    abstract Duration limit(Clock clock);

    /** For the message: how long there was time. */
    abstract String limitText();

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!isArmed()) {
            Timers timers = timersOf(cx);
            if (timers != null) {
                // Before the inner future's first poll, so that the time which that takes counts.
                arm(timers, timers.deadlineAfter(saturatedNanos(limit(timers.clock()))));
            }
        }
        Poll<T> poll;
        try {
            poll = inner.poll(cx);
        } catch (Throwable failure) {
            disarm();
            throw failure;
        }
        if (poll.isReady()) {
            disarm();
            return poll;
        }
        if (isDue(cx)) {
            Dropper.TIMEOUT.drop(inner);
            throw new TimeoutException("No result " + limitText());
        }
        return poll;
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(inner);
    }

    @Override
    protected void dropped() {
        disarm();
        inner.cancel();
    }

    private static final class Within<T extends @Nullable Object> extends TimeoutFuture<T> {
        private final Duration limit;

        Within(Duration limit, Future<T> inner) {
            super(inner);
            this.limit = limit;
        }

        @Override
        Duration limit(Clock clock) {
            return limit;
        }

        @Override
        String limitText() {
            return "within " + limit.toMillis() + " ms";
        }

        @Override
        protected String describe() {
            return "timeout";
        }
    }

    private static final class Until<T extends @Nullable Object> extends TimeoutFuture<T> {
        private final Instant deadline;

        Until(Instant deadline, Future<T> inner) {
            super(inner);
            this.deadline = deadline;
        }

        @Override
        Duration limit(Clock clock) {
            return Duration.between(clock.instant(), deadline);
        }

        @Override
        String limitText() {
            return "until " + deadline;
        }

        @Override
        protected String describe() {
            return "timeoutAt(" + deadline + ")";
        }
    }
}
