package dev.kyoto.futures.stream;

import dev.kyoto.futures.Future;
import java.util.List;
import java.util.Objects;

/**
 * A stream made of another one, which it owns: closed when this one ends. To write an operator of your own, extend this
 * class and read {@link #source} in {@link #step}.
 */
public abstract class Operator<S, T> extends AbstractStream<T> {
    /** What this operator reads, and closes. */
    protected final Stream<S> source;

    protected Operator(Stream<S> source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    /** {@inheritDoc} Those of its source. */
    @Override
    protected List<? extends Future<?>> awaited() {
        return awaitedBy(source);
    }

    @Override
    protected void released() {
        source.close();
    }
}
