package dev.kyoto.internal.tracing;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.internal.current.Bindings;
import dev.kyoto.internal.current.Here;
import dev.kyoto.tracing.Span;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream with a span around it, from the first element that is asked for to the end. */
public final class InstrumentedStream<T> extends AbstractStream<T> {
    private final Span span;
    private final Stream<T> source;
    private boolean begun;
    private boolean ended;

    /** Made anew only when what is around has changed. */
    private @Nullable Bindings last;

    public InstrumentedStream(Span span, Stream<T> source) {
        this.span = span;
        this.source = Objects.requireNonNull(source, "stream");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (!begun) {
            begun = true;
            span.begin();
        }
        Poll<@Nullable T> poll;
        try {
            poll = pollWithin(cx);
        } catch (Throwable failure) {
            ended = true;
            span.failed(failure);
            throw failure;
        }
        if (poll.isReady() && poll.value() == null) {
            ended = true;
            span.completed();
        }
        return poll;
    }

    private Poll<@Nullable T> pollWithin(Context cx) throws Exception {
        Bindings outer = enter();
        try {
            return source.pollNext(cx);
        } finally {
            exit(outer);
        }
    }

    @Override
    protected void released() {
        if (!begun) {
            source.close();
            span.dropped();
        } else if (ended) {
            source.close(); // which is at its end already: it has released everything within the span
        } else {
            closeWithin();
            span.dropped();
        }
    }

    private void closeWithin() {
        Bindings outer = enter();
        try {
            source.close();
        } finally {
            exit(outer);
        }
    }

    private @Nullable Bindings enter() {
        Bindings outer = Here.bindings();
        Bindings bindings = last;
        if (bindings == null || bindings.outer() != outer) {
            bindings = Bindings.ofSpan(span, outer);
            last = bindings;
        }
        Here.bind(bindings);
        span.enter();
        return outer;
    }

    private void exit(@Nullable Bindings outer) {
        span.exit();
        Here.bind(outer);
    }

    @Override
    protected String describe() {
        return span.toString();
    }
}
