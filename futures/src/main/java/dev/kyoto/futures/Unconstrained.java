package dev.kyoto.futures;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code unconstrained}: lifts the budget for the time of each poll. */
final class Unconstrained<T extends @Nullable Object> extends AbstractFuture<T> {
    private final Future<T> source;

    Unconstrained(Future<T> source) {
        this.source = source;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        int left = cx.budget();
        cx.setBudget(Context.UNCONSTRAINED);
        try {
            return source.poll(cx);
        } finally {
            cx.setBudget(left);
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(source);
    }

    @Override
    protected void dropped() {
        Drop.cancel(source);
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    protected String describe() {
        return "unconstrained(…)";
    }
}
