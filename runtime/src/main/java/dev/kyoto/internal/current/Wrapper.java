package dev.kyoto.internal.current;

import dev.kyoto.futures.Future;

/** A future that the library puts around a user's. A task is named after what is inside. */
public interface Wrapper {
    Future<?> wrapped();

    /** What is inside of {@code future}, and of that, and so on. */
    static Future<?> unwrap(Future<?> future) {
        Future<?> inner = future;
        while (inner instanceof Wrapper wrapper) {
            inner = wrapper.wrapped();
        }
        return inner;
    }
}
