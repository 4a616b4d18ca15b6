package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Operator;
import dev.kyoto.futures.stream.Stream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code timeout} of a stream. No timer stands while elements are there at once. */
public final class TimeLimited<T> extends Operator<T, T> {
    private final Duration limit;
    private final Countdown waiting = new Countdown();

    public TimeLimited(Duration limit, Stream<T> source) {
        super(source);
        this.limit = limit;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        Poll<@Nullable T> poll = source.pollNext(cx);
        if (poll.isReady()) {
            waiting.stop();
            return poll;
        }
        if (!waiting.isStarted()) {
            waiting.start(limit, cx);
        }
        if (waiting.isOver(cx)) {
            throw new TimeoutException("No further element within " + limit.toMillis() + " ms");
        }
        return poll;
    }

    @Override
    protected void released() {
        waiting.stop();
        super.released();
    }

    @Override
    protected String describe() {
        return "timeout(…)";
    }
}
