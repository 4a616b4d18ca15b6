package dev.kyoto.futures;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All of several futures: every {@code join} and {@code tryJoin}. They differ only in what a failure does. */
final class Join<T extends @Nullable Object> extends Combinator<T> {
    private final @Nullable Future<?>[] futures;
    private final boolean endsAtFailure;
    private final Function<@Nullable Object[], T> collect;
    private final @Nullable Object[] values;
    private @Nullable Throwable failure;

    /** The child to begin the next pass with. */
    private int first;

    private Join(boolean endsAtFailure, Function<@Nullable Object[], T> collect, Future<?>... futures) {
        super(futures.length);
        this.futures = futures;
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
        first = pollChildren(cx, first);
        if (failure != null && endsAtFailure) {
            dropChildren();
        }
        if (unfinished() > 0) {
            return Poll.pending();
        }
        if (failure != null) {
            throw rethrow(failure);
        }
        return readyWith(collect.apply(values));
    }

    @Override
    @Nullable Future<?> child(int index) {
        return futures[index];
    }

    @Override
    Dropper dropper() {
        return Dropper.JOIN;
    }

    @Override
    void removeChild(int index) {
        futures[index] = null;
    }

    @Override
    boolean ready(int index, @Nullable Object value) {
        removeChild(index);
        values[index] = value;
        return true;
    }

    @Override
    boolean failed(int index, Throwable thrown) {
        removeChild(index);
        failure = combined(failure, thrown);
        return !endsAtFailure;
    }

    @Override
    protected AwaitTree.Needs needs() {
        // One that fails ends a tryJoin, whatever the others wait for.
        return endsAtFailure ? AwaitTree.Needs.ANY : AwaitTree.Needs.ALL;
    }

    @Override
    protected String describe() {
        return endsAtFailure ? "tryJoin" : "join";
    }
}
