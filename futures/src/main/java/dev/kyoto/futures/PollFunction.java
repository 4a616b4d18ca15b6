package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** What one poll of a future does: see {@link Futures#pollFn}. */
@FunctionalInterface
public interface PollFunction<T extends @Nullable Object> {
    /**
     * Makes what progress can be made without waiting.
     *
     * @return ready, or pending once the waker of {@code cx} is registered with whatever is waited for
     * @throws Exception the failure of the future
     */
    Poll<T> poll(Context cx) throws Exception;
}
