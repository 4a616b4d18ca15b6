package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Stream#map}. */
final class Mapping<S, T> extends Operator<S, T> {
    private final Function<? super S, ? extends T> function;

    Mapping(Stream<S> source, Function<? super S, ? extends T> function) {
        super(source);
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        Poll<@Nullable S> poll = source.pollNext(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        S element = poll.value();
        return element == null ? end() : readyWith(Elements.require(function.apply(element), "map"));
    }
}
