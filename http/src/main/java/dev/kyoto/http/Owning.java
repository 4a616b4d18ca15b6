package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A future that owns something, which is closed if it fails or is dropped, also before anything was done. */
final class Owning<T extends @Nullable Object> extends AbstractFuture<T> {
    private final String description;
    private final Runnable close;
    private final Future<T> source;

    /** @param close of what is owned; again, or when the source has done so, it does nothing */
    Owning(String description, Runnable close, Future<T> source) {
        this.description = description;
        this.close = close;
        this.source = source;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        try {
            return source.poll(cx);
        } catch (Throwable failure) {
            close.run();
            throw failure;
        }
    }

    @Override
    protected void dropped() {
        try {
            source.cancel();
        } finally {
            close.run();
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(source);
    }

    @Override
    protected String describe() {
        return description;
    }
}
