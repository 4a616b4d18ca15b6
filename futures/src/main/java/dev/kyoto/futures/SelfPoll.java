package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * Something pollable that is its own ready {@link Poll}: it keeps its value in a field instead of allocating a result.
 *
 * <p>Base class of all futures of this library. To write a future of your own, extend {@link AbstractFuture}, which adds
 * the bookkeeping of the contract; extend this class only where that bookkeeping is done otherwise.
 */
public abstract non-sealed class SelfPoll<T extends @Nullable Object> extends Poll<T> {
    protected SelfPoll() {}

    /** Makes this the ready poll of {@code value} and returns it. */
    protected final Poll<T> readyWith(T value) {
        this.value = value;
        return this;
    }

    /** Forgets the value, so that it is not kept alive longer than its reader needs it. */
    protected final void forgetValue() {
        this.value = null;
    }
}
