package dev.kyoto.futures.stream;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Stream#next}. The stream's ready poll passes through as it is. */
final class Next<T> extends AbstractFuture<@Nullable T> {
    private final Stream<T> stream;

    Next(Stream<T> stream) {
        this.stream = stream;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        return stream.pollNext(cx);
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return AbstractStream.awaitedBy(stream);
    }

    @Override
    protected String describe() {
        return "next()";
    }
}
