package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import org.jspecify.annotations.Nullable;

/** One of several futures that run at the same time within an operator, and how it ended. */
final class Running<T extends @Nullable Object> extends PollSet.Member {
    /** Null when it has ended or was dropped. */
    private @Nullable Future<? extends T> future;

    private @Nullable T value;
    private @Nullable Throwable failure;

    Running(Future<? extends T> future) {
        this.future = future;
    }

    @Override
    @SuppressWarnings("NullAway") // it is not polled again once it has ended
    protected boolean step(Context cx) {
        try {
            Poll<? extends T> poll = future.poll(cx);
            if (poll.isPending()) {
                return false;
            }
            value = poll.value();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        future = null;
        return true;
    }

    boolean hasEnded() {
        return future == null;
    }

    /** The value, or the failure thrown. */
    @SuppressWarnings("NullAway") // a T, which may be null
    T outcome() throws Exception {
        if (failure != null) {
            throw Elements.rethrow(failure);
        }
        return value;
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    protected void dropped() {
        Future<? extends T> dropped = future;
        future = null;
        dropped.cancel();
    }
}
