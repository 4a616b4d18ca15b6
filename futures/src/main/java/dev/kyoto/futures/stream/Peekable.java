package dev.kyoto.futures.stream;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stream whose next element can be looked at before it is taken. Made by {@link Stream#peekable}. */
public final class Peekable<T> extends Operator<T, T> {
    private @Nullable T peeked;

    Peekable(Stream<T> source) {
        super(source);
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        T element = peeked;
        if (element == null) {
            return source.pollNext(cx);
        }
        peeked = null;
        return readyWith(element);
    }

    /**
     * Waits for the next element and leaves it in the stream; null at the end. A failure is the stream's end.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the element stays in the stream.
     */
    @CancelSafe
    public Future<@Nullable T> peek() {
        return new Peek();
    }

    /**
     * Waits for the next element, and takes it if it is {@code wanted}; null if it is not, or at the end.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the element is taken only in the poll that yields it.
     */
    @CancelSafe
    public Future<@Nullable T> nextIf(Predicate<? super T> wanted) {
        return peek().<@Nullable T>map(element -> {
            if (element == null || !wanted.test(element)) {
                return null;
            }
            peeked = null;
            return element;
        });
    }

    @Override
    protected void released() {
        peeked = null;
        super.released();
    }

    private final class Peek extends AbstractFuture<@Nullable T> {
        @Override
        protected Poll<@Nullable T> step(Context cx) throws Exception {
            if (peeked == null) {
                Poll<@Nullable T> poll = pollNext(cx);
                if (poll.isPending()) {
                    return poll;
                }
                peeked = poll.value();
            }
            return readyWith(peeked);
        }

        @Override
        protected String describe() {
            return "peek()";
        }
    }
}
