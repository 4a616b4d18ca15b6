package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Operator;
import dev.kyoto.futures.stream.Stream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code debounce}: the last element before each time of silence. */
public final class Debounced<T> extends Operator<T, T> {
    private final Duration silence;
    private final Countdown waiting = new Countdown();
    private @Nullable T latest;
    private boolean ended;

    public Debounced(Duration silence, Stream<T> source) {
        super(source);
        this.silence = silence;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        while (!ended) {
            Poll<@Nullable T> poll = source.pollNext(cx);
            if (poll.isPending()) {
                return !waiting.isOver(cx) ? Poll.pending() : takeLatest();
            }
            T element = poll.value();
            if (element == null) {
                ended = true;
            } else {
                latest = element;
                waiting.start(silence, cx);
            }
        }
        return latest != null ? takeLatest() : end();
    }

    @SuppressWarnings("NullAway") // there while it waits
    private Poll<@Nullable T> takeLatest() {
        T taken = latest;
        latest = null;
        waiting.stop();
        return readyWith(taken);
    }

    @Override
    protected void released() {
        waiting.stop();
        latest = null;
        super.released();
    }

    @Override
    protected String describe() {
        return "debounce(…)";
    }
}
