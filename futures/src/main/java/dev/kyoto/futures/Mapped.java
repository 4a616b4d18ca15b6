package dev.kyoto.futures;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Future#map} and {@link Future#inspect}. */
final class Mapped<T extends @Nullable Object, R extends @Nullable Object> extends AbstractFuture<R> {
    private final String name;
    private final Future<T> source;
    private final Function<? super T, ? extends R> function;

    /** @param name how messages call this future */
    Mapped(String name, Future<T> source, Function<? super T, ? extends R> function) {
        this.name = name;
        this.source = source;
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<R> step(Context cx) throws Exception {
        Poll<T> poll = source.poll(cx);
        return poll.isPending() ? Poll.pending() : readyWith(function.apply(poll.value()));
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
        return name;
    }
}
