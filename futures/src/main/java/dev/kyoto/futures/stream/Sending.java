package dev.kyoto.futures.stream;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Sink#send} and {@link Sink#feed}. */
final class Sending<T> extends AbstractFuture<@Nullable Void> implements Sink.Send<T> {
    private final Sink<T> sink;
    private final boolean flushes;

    /** Null once the sink has taken it. */
    private @Nullable T element;

    Sending(Sink<T> sink, T element, boolean flushes) {
        this.sink = sink;
        this.element = Objects.requireNonNull(element, "An element of a sink is not null.");
        this.flushes = flushes;
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws Exception {
        T unsent = element;
        if (unsent != null) {
            if (sink.pollReady(cx).isPending()) {
                return Poll.pending();
            }
            sink.startSend(unsent);
            element = null;
        }
        return flushes ? sink.pollFlush(cx) : readyWith(null);
    }

    @Override
    public @Nullable T unsent() {
        return element;
    }

    @Override
    protected String describe() {
        return flushes ? "send(…)" : "feed(…)";
    }
}
