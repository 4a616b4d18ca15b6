package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * One branch of a {@link Select}: a future, and what to do with its value should it be the first. Made by {@code on} and
 * {@code onIf}, and used in one select.
 *
 * @param <R> the type of the select's result
 */
public final class Branch<R extends @Nullable Object> {
    final Future<?> future;

    /** Null if the branch is disabled. */
    final @Nullable AsyncFunction<Object, R> handler;

    @SuppressWarnings("unchecked") // the handler is only given the value of the future
    <A extends @Nullable Object> Branch(Future<A> future, @Nullable AsyncFunction<A, R> handler) {
        this.future = future;
        this.handler = (AsyncFunction<Object, R>) handler;
    }
}
