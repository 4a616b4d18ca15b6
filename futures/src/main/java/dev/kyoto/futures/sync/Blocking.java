package dev.kyoto.futures.sync;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import org.jspecify.annotations.Nullable;

/** The {@code blocking…} methods: for threads of the program's own, plain and virtual ones. */
final class Blocking {
    private Blocking() {}

    /**
     * Waits on the calling thread for a future of this package, whose failures are unchecked.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; the future is then dropped
     * @throws IllegalStateException on a worker thread of a runtime, which must not block
     */
    static <T extends @Nullable Object> T on(Future<T> future) throws InterruptedException {
        try {
            return Futures.blockOn(future);
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
