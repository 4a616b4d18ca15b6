package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code timeout}. The inner future is polled before the clock, so a value that is ready always wins. Looking at the clock
 * takes no unit of the budget: an inner future that uses it all up in every poll is still timed out.
 */
public final class TimeoutFuture<T extends @Nullable Object> extends TimerEntry<T> {
    private final Duration limit;
    private final Future<T> inner;

    public TimeoutFuture(Duration limit, Future<T> inner) {
        super(0);
        this.limit = limit;
        this.inner = inner;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!isArmed()) {
            Timers timers = timersOf(cx);
            if (timers != null) {
                // Before the inner future's first poll, so that the time which that takes counts.
                arm(timers, timers.deadlineAfter(saturatedNanos(limit)));
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
            inner.cancel();
            throw new TimeoutException("No result within " + limit.toMillis() + " ms");
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

    @Override
    protected String describe() {
        return "timeout";
    }
}
