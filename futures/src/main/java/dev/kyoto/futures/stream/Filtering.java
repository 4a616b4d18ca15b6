package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link Stream#filter}, {@link Stream#filterMap} and {@link Stream#mapWhile}: what the function makes of an element, unless that
 * is null.
 *
 * <p>It asks its source until something passes. That ends, even where nothing ever does, because every source takes a
 * unit of the budget for each element.
 */
final class Filtering<S, T> extends Operator<S, T> {
    private final Function<? super S, ? extends @Nullable T> function;

    private final boolean endsAtNull;

    private Filtering(Stream<S> source, Function<? super S, ? extends @Nullable T> function, boolean endsAtNull) {
        super(source);
        this.function = Objects.requireNonNull(function, "function");
        this.endsAtNull = endsAtNull;
    }

    static <S, T> Filtering<S, T> skippingNulls(Stream<S> source, Function<? super S, ? extends @Nullable T> function) {
        return new Filtering<>(source, function, false);
    }

    static <S, T> Filtering<S, T> untilNull(Stream<S> source, Function<? super S, ? extends @Nullable T> function) {
        return new Filtering<>(source, function, true);
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        while (true) {
            Poll<@Nullable S> poll = source.pollNext(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            S element = poll.value();
            if (element == null) {
                return end();
            }
            T result = function.apply(element);
            if (result != null) {
                return readyWith(result);
            }
            if (endsAtNull) {
                return end();
            }
        }
    }
}
