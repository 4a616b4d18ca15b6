package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Stream#chain}. */
final class Chained<T> extends Operator<T, T> {
    private final Stream<T> second;
    private boolean firstEnded;

    Chained(Stream<T> first, Stream<T> second) {
        super(first);
        this.second = Objects.requireNonNull(second, "second");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (!firstEnded) {
            Poll<@Nullable T> poll = source.pollNext(cx);
            if (poll.isPending() || poll.value() != null) {
                return poll;
            }
            firstEnded = true;
        }
        return second.pollNext(cx);
    }

    @Override
    protected void released() {
        super.released();
        second.close();
    }
}
