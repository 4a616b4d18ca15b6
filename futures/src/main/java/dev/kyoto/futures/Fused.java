package dev.kyoto.futures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Future#fuse}. Not an {@link AbstractFuture}, whose point is to reject the polls that this class is for. */
final class Fused<T extends @Nullable Object> implements Future<T> {
    /** Null once it is done. */
    private @Nullable Future<T> source;

    Fused(Future<T> source) {
        this.source = source;
    }

    @Override
    public Poll<T> poll(Context cx) throws Exception {
        if (source == null) {
            return Poll.pending();
        }
        Poll<T> poll;
        try {
            poll = source.poll(cx);
        } catch (Throwable failure) {
            source = null;
            throw failure;
        }
        if (poll.isReady()) {
            source = null;
        }
        return poll;
    }

    AwaitTree.State progress() {
        return source == null ? AwaitTree.State.DONE : AwaitTree.State.SUSPENDED;
    }

    List<? extends Future<?>> awaited() {
        Future<T> seen = source;
        return seen == null ? List.of() : List.of(seen);
    }

    @Override
    public void cancel() {
        Future<T> dropped = source;
        if (dropped != null) {
            source = null;
            Drop.cancel(dropped);
        }
    }

    @Override
    public Future<T> fuse() {
        return this;
    }
}
