package dev.kyoto.futures;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All of several futures: every {@code join} and {@code tryJoin}. They differ only in what a failure does. */
final class Join<T extends @Nullable Object> extends AbstractFuture<T> implements Children.Outcomes {
    private final Children children;
    private final boolean endsAtFailure;
    private final Function<@Nullable Object[], T> collect;
    private final @Nullable Object[] values;
    private @Nullable Throwable failure;

    /** The child to begin the next pass with. */
    private int first;

    private Join(boolean endsAtFailure, Function<@Nullable Object[], T> collect, Future<?>... futures) {
        this.children = new Children(futures);
        this.endsAtFailure = endsAtFailure;
        this.collect = collect;
        this.values = new Object[futures.length];
    }

    /** Runs all to their end, also when some fail. The values are given to {@code collect} in the order of the futures. */
    static <T extends @Nullable Object> Join<T> join(Function<@Nullable Object[], T> collect, Future<?>... futures) {
        return new Join<>(false, collect, futures);
    }

    /** Ends at the first failure. */
    static <T extends @Nullable Object> Join<T> tryJoin(Function<@Nullable Object[], T> collect, Future<?>... futures) {
        return new Join<>(true, collect, futures);
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        first = children.poll(cx, first, this);
        if (failure != null && endsAtFailure) {
            children.drop();
        }
        if (children.unfinished() > 0) {
            return Poll.pending();
        }
        if (failure != null) {
            throw Children.rethrow(failure);
        }
        return readyWith(collect.apply(values));
    }

    @Override
    public boolean ready(int index, @Nullable Object value) {
        values[index] = value;
        return true;
    }

    @Override
    public boolean failed(int index, Throwable thrown) {
        failure = Children.combined(failure, thrown);
        return !endsAtFailure;
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return children.awaited();
    }

    @Override
    protected void dropped() {
        children.drop();
    }

    @Override
    protected String describe() {
        return endsAtFailure ? "tryJoin" : "join";
    }
}
