package dev.kyoto.futures.stream;

import java.util.Objects;

/** A stream made of another one, which it owns: closed when this one ends. */
abstract class Operator<S, T> extends AbstractStream<T> {
    final Stream<S> source;

    Operator(Stream<S> source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    @Override
    protected void released() {
        source.close();
    }
}
