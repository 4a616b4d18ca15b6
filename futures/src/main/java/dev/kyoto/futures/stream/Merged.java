package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Stream#merge}. The two take turns at being asked first, so that one that is always ready does not starve the other. */
final class Merged<T> extends Operator<T, T> {
    private final Stream<T> other;
    private boolean sourceEnded;
    private boolean otherEnded;
    private boolean othersTurn;

    Merged(Stream<T> source, Stream<T> other) {
        super(source);
        this.other = Objects.requireNonNull(other, "other");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        boolean otherFirst = othersTurn;
        othersTurn = !otherFirst;
        Poll<@Nullable T> poll = otherFirst ? pollOther(cx) : pollSource(cx);
        if (isElement(poll)) {
            return poll;
        }
        poll = otherFirst ? pollSource(cx) : pollOther(cx);
        if (isElement(poll)) {
            return poll;
        }
        return sourceEnded && otherEnded ? end() : Poll.pending();
    }

    private Poll<@Nullable T> pollSource(Context cx) throws Exception {
        Poll<@Nullable T> poll = sourceEnded ? end() : source.pollNext(cx);
        sourceEnded = isEnd(poll);
        return poll;
    }

    private Poll<@Nullable T> pollOther(Context cx) throws Exception {
        Poll<@Nullable T> poll = otherEnded ? end() : other.pollNext(cx);
        otherEnded = isEnd(poll);
        return poll;
    }

    private static boolean isElement(Poll<?> poll) {
        return poll.isReady() && poll.value() != null;
    }

    private static boolean isEnd(Poll<?> poll) {
        return poll.isReady() && poll.value() == null;
    }

    @Override
    protected void released() {
        super.released();
        other.close();
    }
}
