package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Operator;
import dev.kyoto.futures.stream.Stream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code throttle}: pauses after each element. */
public final class Throttled<T> extends Operator<T, T> {
    private final Duration pause;
    private final Countdown pausing = new Countdown();

    public Throttled(Duration pause, Stream<T> source) {
        super(source);
        this.pause = pause;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (pausing.isStarted() && !pausing.isOver(cx)) {
            return Poll.pending();
        }
        pausing.stop();
        Poll<@Nullable T> poll = source.pollNext(cx);
        if (poll.isReady() && poll.value() != null) {
            pausing.start(pause, cx);
        }
        return poll;
    }

    @Override
    protected void released() {
        pausing.stop();
        super.released();
    }

    @Override
    protected String describe() {
        return "throttle(…)";
    }
}
