package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stream without its beginning: {@link Stream#skip}, {@link Stream#skipWhile}. */
final class Skipping<T> extends Operator<T, T> {
    private final Predicate<? super T> unwanted;
    private long left;

    Skipping(Stream<T> source, long most, Predicate<? super T> unwanted) {
        super(source);
        this.left = most;
        this.unwanted = unwanted;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        while (true) {
            Poll<@Nullable T> poll = source.pollNext(cx);
            if (poll.isPending()) {
                return poll;
            }
            T element = poll.value();
            if (element == null || left == 0 || !unwanted.test(element)) {
                left = 0;
                return poll;
            }
            left--;
        }
    }
}
