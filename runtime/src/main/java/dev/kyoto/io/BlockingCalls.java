package dev.kyoto.io;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.internal.scheduler.Scheduler;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** From tasks to threads that may block, and back. */
final class BlockingCalls {
    private BlockingCalls() {}

    /** On the blocking pool of the current runtime. */
    static void onPool(Runnable code) {
        Scheduler scheduler = Scheduler.current();
        if (scheduler == null) {
            throw new IllegalStateException(
                    "No Kyoto runtime here whose threads could block for this stream. Use it inside"
                            + " Kyoto.run(() -> …).");
        }
        scheduler.spawnBlocking(() -> {
            code.run();
            return null;
        });
    }

    /** Closes {@code stream} on {@code executor} or, where that refuses, right here. What that fails with is nobody's to know. */
    static void closeLater(Executor executor, Closeable stream) {
        Runnable closing = () -> {
            try {
                stream.close();
            } catch (IOException e) {
                // It was dropped: whoever wants to know flushes, or shuts down.
            }
        };
        try {
            executor.execute(closing);
        } catch (RuntimeException refused) {
            closing.run();
        }
    }

    /** Waits for {@code future} on the calling thread, which may block. */
    static <T extends @Nullable Object> T await(Future<T> future) throws IOException {
        Scheduler scheduler = Scheduler.current();
        try {
            return scheduler == null ? Futures.blockOn(future) : scheduler.blockOn(future);
        } catch (Exception e) {
            throw Failures.asIoException(e);
        }
    }
}
