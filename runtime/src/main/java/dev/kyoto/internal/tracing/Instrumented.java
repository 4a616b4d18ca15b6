package dev.kyoto.internal.tracing;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.current.Bindings;
import dev.kyoto.internal.current.Entering;
import dev.kyoto.tracing.Span;
import org.jspecify.annotations.Nullable;

/** A future with a span around it. */
public final class Instrumented<T extends @Nullable Object> extends Entering<T> {
    private final Span span;
    private boolean begun;

    public Instrumented(Span span, Future<T> source) {
        super(span, source);
        this.span = span;
    }

    @Override
    protected Bindings bind(@Nullable Bindings outer) {
        return Bindings.ofSpan(span, outer);
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!begun) {
            begun = true;
            span.begin();
        }
        Poll<T> poll;
        try {
            poll = super.step(cx);
        } catch (Throwable failure) {
            span.failed(failure);
            throw failure;
        }
        if (poll.isReady()) {
            span.completed();
        }
        return poll;
    }

    @Override
    protected void dropped() {
        try {
            if (begun) {
                super.dropped();
            } else {
                wrapped().cancel();
            }
        } finally {
            span.dropped();
        }
    }

    @Override
    protected String describe() {
        return span.toString();
    }
}
