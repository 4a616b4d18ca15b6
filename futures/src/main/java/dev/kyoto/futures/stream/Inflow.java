package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of several streams that are read as one, and what its last poll found: an element, its end, or a failure. */
class Inflow<T> extends PollSet.Member {
    private final Stream<? extends T> stream;
    private @Nullable T element;
    private @Nullable Throwable failure;

    Inflow(Stream<? extends T> stream) {
        this.stream = Objects.requireNonNull(stream, "stream");
    }

    @Override
    protected final boolean step(Context cx) {
        try {
            Poll<? extends @Nullable T> poll = stream.pollNext(cx);
            if (poll.isPending()) {
                return false;
            }
            element = poll.value();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        return true;
    }

    /** After {@code inflow} had something for the owner of {@code set}: reads it again after the others, unless it has ended. */
    static <M extends Inflow<?>> void settle(PollSet<M> set, M inflow) {
        if (inflow.hasElement()) {
            set.requeue(inflow);
        } else {
            set.remove(inflow);
            inflow.close();
        }
    }

    final boolean hasElement() {
        return element != null;
    }

    /** What was found: the element, once, or null at the end, or the failure thrown. */
    final @Nullable T take() throws Exception {
        if (failure != null) {
            throw Elements.rethrow(failure);
        }
        T taken = element;
        element = null;
        return taken;
    }

    final Stream<? extends T> stream() {
        return stream;
    }

    final void close() {
        stream.close();
    }

    @Override
    protected final void dropped() {
        close();
    }
}
