package dev.kyoto.internal.current;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.tracing.ThreadContext;
import org.jspecify.annotations.Nullable;

/** A future that is polled, and dropped, with a thread context in place. */
public class Entering<T extends @Nullable Object> extends WithBindings<T> {
    private final ThreadContext context;

    /** Made anew only when what is around has changed, which it hardly ever does from poll to poll. */
    private @Nullable Bindings last;

    public Entering(ThreadContext context, Future<T> source) {
        super(source);
        this.context = context;
    }

    /** The context bound within {@code outer}. */
    protected Bindings bind(@Nullable Bindings outer) {
        return Bindings.ofContext(context, outer);
    }

    @Override
    final Bindings within(@Nullable Bindings outer) {
        Bindings bindings = last;
        if (bindings == null || bindings.outer() != outer) {
            bindings = bind(outer);
            last = bindings;
        }
        return bindings;
    }

    @Override
    final Poll<T> pollWithin(Context cx) throws Exception {
        context.enter();
        try {
            return super.pollWithin(cx);
        } finally {
            context.exit();
        }
    }

    @Override
    final void dropWithin() {
        context.enter();
        try {
            super.dropWithin();
        } finally {
            context.exit();
        }
    }
}
