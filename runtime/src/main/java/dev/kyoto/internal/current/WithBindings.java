package dev.kyoto.internal.current;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A future that is polled, and dropped, with bindings of its own. They are put in place each time, whatever the thread. */
abstract class WithBindings<T extends @Nullable Object> extends AbstractFuture<T> implements Wrapper {
    private final Future<T> source;

    WithBindings(Future<T> source) {
        this.source = source;
    }

    /** What is bound within, when {@code outer} is bound around. */
    abstract @Nullable Bindings within(@Nullable Bindings outer);

    @Override
    public final Future<?> wrapped() {
        return source;
    }

    /** Polls what is inside, with the bindings in place. */
    Poll<T> pollWithin(Context cx) throws Exception {
        return source.poll(cx);
    }

    /** Drops what is inside, with the bindings in place. */
    void dropWithin() {
        source.cancel();
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        Bindings outer = Here.bindings();
        Here.bind(within(outer));
        try {
            return pollWithin(cx);
        } finally {
            Here.bind(outer);
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(source);
    }

    @Override
    protected void dropped() {
        Bindings outer = Here.bindings();
        Here.bind(within(outer));
        try {
            dropWithin();
        } finally {
            Here.bind(outer);
        }
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    protected String describe() {
        return source.toString();
    }
}
