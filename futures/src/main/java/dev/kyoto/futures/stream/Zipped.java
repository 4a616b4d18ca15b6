package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@link Stream#zip}. Keeps the element whose partner has not come yet. */
final class Zipped<A, B, T> extends Operator<A, T> {
    private final Stream<B> other;
    private final BiFunction<? super A, ? super B, ? extends T> combine;
    private @Nullable A first;
    private @Nullable B second;

    Zipped(Stream<A> source, Stream<B> other, BiFunction<? super A, ? super B, ? extends T> combine) {
        super(source);
        this.other = Objects.requireNonNull(other, "other");
        this.combine = Objects.requireNonNull(combine, "combine");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (first == null) {
            Poll<@Nullable A> poll = source.pollNext(cx);
            if (poll.isReady()) {
                first = poll.value();
                if (first == null) {
                    return end();
                }
            }
        }
        if (second == null) {
            Poll<@Nullable B> poll = other.pollNext(cx);
            if (poll.isReady()) {
                second = poll.value();
                if (second == null) {
                    return end();
                }
            }
        }
        if (first == null || second == null) {
            return Poll.pending();
        }
        A a = first;
        B b = second;
        first = null;
        second = null;
        return readyWith(Elements.require(combine.apply(a, b), "zip"));
    }

    @Override
    protected void released() {
        first = null;
        second = null;
        super.released();
        other.close();
    }
}
