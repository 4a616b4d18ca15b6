package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@link AsyncWrite#flush} and {@link AsyncWrite#shutdown}, which keep nothing of their own. */
final class WriterPolling extends AbstractFuture<@Nullable Void> {
    @FunctionalInterface
    interface Polled {
        Poll<@Nullable Void> poll(AsyncWrite writer, Context cx) throws IOException;
    }

    private final String name;
    private final AsyncWrite writer;
    private final Polled polled;

    WriterPolling(String name, AsyncWrite writer, Polled polled) {
        this.name = name;
        this.writer = writer;
        this.polled = polled;
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws IOException {
        return polled.poll(writer, cx);
    }

    @Override
    protected String describe() {
        return "The " + name + " of " + writer;
    }
}
