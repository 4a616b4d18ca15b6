package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollFunction;
import org.jspecify.annotations.Nullable;

/** {@link Streams#pollFn}. */
final class PolledStream<T> extends AbstractStream<T> {
    private final PollFunction<@Nullable T> function;

    PolledStream(PollFunction<@Nullable T> function) {
        this.function = function;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        return function.poll(cx);
    }
}
