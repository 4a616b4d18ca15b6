package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Sink#sendAll} and {@link Stream#forward}, which owns the sink as well. An element is read before there is room for it: a
 * sink that had promised room to a stream without elements would keep it from others, as a place in a channel.
 */
final class Forwarding<T> extends Terminal<T, @Nullable Void> {
    private final Sink<? super T> sink;
    private final boolean ownsSink;

    /** What was read and waits for room. */
    private @Nullable T element;

    private boolean ended;

    private Forwarding(Stream<T> source, Sink<? super T> sink, boolean ownsSink) {
        super(source);
        this.sink = Objects.requireNonNull(sink, "sink");
        this.ownsSink = ownsSink;
    }

    static <T> Forwarding<? extends T> sendAll(Stream<? extends T> source, Sink<T> sink) {
        return new Forwarding<>(source, sink, false);
    }

    static <T> Forwarding<T> forward(Stream<T> source, Sink<? super T> sink) {
        return new Forwarding<>(source, sink, true);
    }

    @Override
    Poll<@Nullable Void> read(Context cx) throws Exception {
        while (!ended) {
            T next = element;
            if (next == null) {
                Poll<@Nullable T> poll = source.pollNext(cx);
                if (poll.isPending()) {
                    sink.pollFlush(cx); // what is there need not wait for what is not
                    return Poll.pending();
                }
                next = poll.value();
                if (next == null) {
                    ended = true;
                    break;
                }
                element = next;
            }
            if (sink.pollReady(cx).isPending()) {
                return Poll.pending();
            }
            element = null;
            sink.startSend(next);
        }
        return ownsSink ? sink.pollFinish(cx) : sink.pollFlush(cx);
    }

    @Override
    void released() {
        element = null;
        super.released();
        if (ownsSink) {
            sink.close();
        }
    }

    @Override
    protected String describe() {
        return ownsSink ? "forward(…)" : "sendAll(…)";
    }
}
