package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import org.jspecify.annotations.Nullable;

/** {@link Stream#first}. */
final class First<T> extends Terminal<T, @Nullable T> {
    First(Stream<T> source) {
        super(source);
    }

    @Override
    Poll<@Nullable T> read(Context cx) throws Exception {
        Poll<@Nullable T> poll = source.pollNext(cx);
        return poll.isPending() ? poll : readyWith(poll.value());
    }

    @Override
    protected String describe() {
        return "first()";
    }
}
