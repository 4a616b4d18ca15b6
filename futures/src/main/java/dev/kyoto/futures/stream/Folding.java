package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** {@link Stream#collect} and {@link Stream#fold}: everything to the end, into one container. */
final class Folding<T, A extends @Nullable Object, R extends @Nullable Object> extends Terminal<T, R> {
    private final A container;
    private final BiConsumer<A, ? super T> accumulate;
    private final Function<A, R> finish;

    Folding(Stream<T> source, A container, BiConsumer<A, ? super T> accumulate, Function<A, R> finish) {
        super(source);
        this.container = container;
        this.accumulate = Objects.requireNonNull(accumulate, "accumulate");
        this.finish = finish;
    }

    static <T, A extends @Nullable Object, R extends @Nullable Object> Folding<T, A, R> into(
            Stream<T> source, Collector<? super T, A, R> collector) {
        return new Folding<>(source, collector.supplier().get(), collector.accumulator(), collector.finisher());
    }

    @Override
    Poll<R> read(Context cx) throws Exception {
        while (true) {
            Poll<@Nullable T> poll = source.pollNext(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            T element = poll.value();
            if (element == null) {
                return readyWith(finish.apply(container));
            }
            accumulate.accept(container, element);
        }
    }
}
