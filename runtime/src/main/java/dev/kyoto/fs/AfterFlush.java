package dev.kyoto.fs;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.hop.Hop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hop that is made once everything that was taken is written. */
final class AfterFlush<T extends @Nullable Object> extends AbstractFuture<T> {
    private final AsyncFile file;
    private final Hop<T> hop;
    private boolean isFlushed;

    AfterFlush(AsyncFile file, Hop<T> hop) {
        this.file = file;
        this.hop = hop;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!isFlushed) {
            if (file.pollFlush(cx).isPending()) {
                return Poll.pending();
            }
            isFlushed = true;
        }
        return hop.poll(cx);
    }

    @Override
    protected void dropped() {
        hop.cancel();
    }

    @Override
    protected String describe() {
        return hop.describe();
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(hop);
    }
}
