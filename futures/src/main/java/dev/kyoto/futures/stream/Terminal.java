package dev.kyoto.futures.stream;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A future that reads a stream, which it owns: closed when the future ends or is dropped. */
abstract class Terminal<T, R extends @Nullable Object> extends AbstractFuture<R> {
    final Stream<T> source;

    Terminal(Stream<T> source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    /** One poll. */
    abstract Poll<R> read(Context cx) throws Exception;

    /** Releases what this future holds. Called once: at its end, after a failure, or when it is dropped before. */
    void released() {
        source.close();
    }

    @Override
    protected final Poll<R> step(Context cx) throws Exception {
        Poll<R> poll;
        try {
            poll = read(cx);
        } catch (Throwable failure) {
            released();
            throw failure;
        }
        if (poll.isReady()) {
            released();
        }
        return poll;
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return AbstractStream.awaitedBy(source);
    }

    @Override
    protected final void dropped() {
        released();
    }
}
