package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Sink#contramap}. */
final class Contramapped<S, T> extends SinkOperator<S, T> {
    private final Function<? super S, ? extends T> function;

    Contramapped(Sink<T> target, Function<? super S, ? extends T> function) {
        super(target);
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws Exception {
        return target.pollReady(cx);
    }

    @Override
    protected void accept(S element) throws Exception {
        target.startSend(Objects.requireNonNull(
                function.apply(element), "contramap: an element is not null. Leave it out before it is sent."));
    }
}
