package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * How a future has ended, as a value: for failures that are to be collected, passed on or looked at beside the others' values,
 * instead of ending what they are part of. Made by {@link Future#catching}.
 *
 * <pre>{@code
 * switch (fetch(url).catching().await()) {
 *     case Result.Success(var page) -> show(page);
 *     case Result.Failure(var failure) -> log(failure);
 * }
 * }</pre>
 *
 * <p>An {@link Error} is never in it: that passes through.
 */
public sealed interface Result<T extends @Nullable Object> {
    /** The future has yielded {@code value}. */
    record Success<T extends @Nullable Object>(T value) implements Result<T> {
        @Override
        public T get() {
            return value;
        }
    }

    /** The future has failed with {@code failure}. */
    record Failure<T extends @Nullable Object>(Exception failure) implements Result<T> {
        @Override
        public T get() throws Exception {
            throw failure;
        }
    }

    /**
     * The value.
     *
     * @throws Exception the failure, as it is
     */
    T get() throws Exception;

    default boolean isSuccess() {
        return this instanceof Success;
    }
}
