package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Stream#flatMap}. */
final class FlatMapping<S, T> extends Operator<S, T> {
    private final Function<? super S, ? extends Stream<T>> function;
    private @Nullable Stream<T> inner;

    FlatMapping(Stream<S> source, Function<? super S, ? extends Stream<T>> function) {
        super(source);
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        while (true) {
            if (inner != null) {
                Poll<@Nullable T> poll = inner.pollNext(cx);
                if (poll.isPending() || poll.value() != null) {
                    return poll;
                }
                inner = null;
            }
            Poll<@Nullable S> poll = source.pollNext(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            S element = poll.value();
            if (element == null) {
                return end();
            }
            inner = Objects.requireNonNull(function.apply(element), "the stream returned by flatMap's function");
        }
    }

    @Override
    protected void released() {
        if (inner != null) {
            inner.close();
            inner = null;
        }
        super.released();
    }
}
