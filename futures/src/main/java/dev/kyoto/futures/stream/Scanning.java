package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@link Stream#scan}. */
final class Scanning<S, T> extends Operator<S, T> {
    private final BiFunction<? super T, ? super S, ? extends T> function;
    private T state;

    Scanning(Stream<S> source, T initial, BiFunction<? super T, ? super S, ? extends T> function) {
        super(source);
        this.state = Objects.requireNonNull(initial, "initial");
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        Poll<@Nullable S> poll = source.pollNext(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        S element = poll.value();
        if (element == null) {
            return end();
        }
        state = Elements.require(function.apply(state, element), "scan");
        return readyWith(state);
    }
}
