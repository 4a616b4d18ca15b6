package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@link Stream#anyMatch} and its kin: whether there is an element for which the predicate says {@code decisive}. */
final class Matching<T> extends Terminal<T, Boolean> {
    private final Predicate<? super T> predicate;
    private final boolean decisive;

    /** The answer when such an element is found. */
    private final boolean found;

    Matching(Stream<T> source, Predicate<? super T> predicate, boolean decisive, boolean found) {
        super(source);
        this.predicate = Objects.requireNonNull(predicate, "predicate");
        this.decisive = decisive;
        this.found = found;
    }

    @Override
    Poll<Boolean> read(Context cx) throws Exception {
        while (true) {
            Poll<@Nullable T> poll = source.pollNext(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            T element = poll.value();
            if (element == null) {
                return Poll.ready(!found);
            }
            if (predicate.test(element) == decisive) {
                return Poll.ready(found);
            }
        }
    }
}
