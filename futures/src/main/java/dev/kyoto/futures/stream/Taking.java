package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The beginning of a stream: {@link Stream#take}, {@link Stream#takeWhile}. */
final class Taking<T> extends Operator<T, T> {
    private final Predicate<? super T> wanted;
    private long left;

    Taking(Stream<T> source, long most, Predicate<? super T> wanted) {
        super(source);
        this.left = most;
        this.wanted = wanted;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (left == 0) {
            return end();
        }
        Poll<@Nullable T> poll = source.pollNext(cx);
        if (poll.isPending()) {
            return poll;
        }
        T element = poll.value();
        if (element == null || !wanted.test(element)) {
            return end();
        }
        left--;
        if (left == 0) {
            source.close(); // at once: nobody may ask for the end
        }
        return readyWith(element);
    }
}
