package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import org.jspecify.annotations.Nullable;

/** What an operator reads from a source whose end, or failure, it does not pass on at once. */
final class Intake<T> {
    private final Stream<T> source;
    private boolean ended;
    private @Nullable Exception failure;

    Intake(Stream<T> source) {
        this.source = source;
    }

    /** The next element if it is there; null if it is not, or if there will be none. */
    @Nullable T next(Context cx) {
        if (ended) {
            return null;
        }
        Poll<@Nullable T> poll;
        try {
            poll = source.pollNext(cx);
        } catch (Exception thrown) {
            failure = thrown;
            ended = true;
            return null;
        }
        if (poll.isPending()) {
            return null;
        }
        T element = poll.value();
        ended = element == null;
        return element;
    }

    /** Whether the source has ended, or failed. */
    boolean hasEnded() {
        return ended;
    }

    void throwFailure() throws Exception {
        if (failure != null) {
            throw failure;
        }
    }
}
