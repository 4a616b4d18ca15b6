package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Operator;
import dev.kyoto.futures.stream.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code chunks} with a limit of time, which counts from the first element of each chunk. */
public final class TimedChunks<T> extends Operator<T, List<T>> {
    private final int size;
    private final Duration limit;
    private List<T> chunk = new ArrayList<>();
    private final Countdown waiting = new Countdown();
    private boolean ended;
    private @Nullable Exception failure;

    public TimedChunks(int size, Duration limit, Stream<T> source) {
        super(source);
        if (size < 1) {
            throw new IllegalArgumentException("A chunk has at least 1 element, not " + size + ".");
        }
        this.size = size;
        this.limit = limit;
    }

    @Override
    protected Poll<@Nullable List<T>> step(Context cx) throws Exception {
        while (!ended && chunk.size() < size) {
            Poll<@Nullable T> poll = pollSource(cx);
            if (poll.isPending()) {
                return !waiting.isOver(cx) ? Poll.pending() : takeChunk();
            }
            T element = poll.value();
            if (element == null) {
                ended = true;
                break;
            }
            chunk.add(element);
            if (!waiting.isStarted()) {
                waiting.start(limit, cx);
            }
        }
        if (!chunk.isEmpty()) {
            return takeChunk();
        }
        if (failure != null) {
            throw failure;
        }
        return end();
    }

    /** A failure is kept until what came before it was delivered. */
    private Poll<@Nullable T> pollSource(Context cx) {
        try {
            return source.pollNext(cx);
        } catch (Exception thrown) {
            failure = thrown;
            return Poll.ready(null);
        }
    }

    private Poll<@Nullable List<T>> takeChunk() {
        List<T> taken = chunk;
        chunk = new ArrayList<>();
        waiting.stop();
        return readyWith(taken);
    }

    @Override
    protected void released() {
        waiting.stop();
        super.released();
    }

    @Override
    protected String describe() {
        return "chunks(…)";
    }
}
