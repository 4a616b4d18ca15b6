package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Stream#takeUntil}. */
final class TakingUntil<T> extends Operator<T, T> {
    private final Future<?> end;

    TakingUntil(Stream<T> source, Future<?> end) {
        super(source);
        this.end = Objects.requireNonNull(end, "end");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        return end.poll(cx).isReady() ? end() : source.pollNext(cx);
    }

    @Override
    protected void released() {
        end.cancel();
        super.released();
    }
}
