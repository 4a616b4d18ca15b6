package dev.kyoto.futures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Future#catching}. */
final class Catching<T extends @Nullable Object> extends AbstractFuture<Result<T>> {
    private final Future<T> source;

    Catching(Future<T> source) {
        this.source = source;
    }

    @Override
    protected Poll<Result<T>> step(Context cx) {
        Poll<T> poll;
        try {
            poll = source.poll(cx);
        } catch (Exception failure) {
            return readyWith(new Result.Failure<>(failure));
        }
        return poll.isPending() ? Poll.pending() : readyWith(new Result.Success<>(poll.value()));
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(source);
    }

    @Override
    protected void dropped() {
        Drop.cancel(source);
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    protected String describe() {
        return "catching()";
    }
}
