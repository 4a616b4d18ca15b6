package dev.kyoto.futures.stream;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import org.jspecify.annotations.Nullable;

/** {@link Sink#flush} and {@link Sink#finish}, which keep nothing of their own. */
final class SinkPolling<T> extends AbstractFuture<@Nullable Void> {
    interface Polled<T> {
        Poll<@Nullable Void> poll(Sink<T> sink, Context cx) throws Exception;
    }

    private final String name;
    private final Sink<T> sink;
    private final Polled<T> polled;

    SinkPolling(String name, Sink<T> sink, Polled<T> polled) {
        this.name = name;
        this.sink = sink;
        this.polled = polled;
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws Exception {
        return polled.poll(sink, cx);
    }

    @Override
    protected String describe() {
        return name;
    }
}
