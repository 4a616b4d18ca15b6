package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * Everything that makes, combines and runs futures without a runtime. Programs on the Kyoto runtime import
 * {@code dev.kyoto.Kyoto.*} instead, which inherits these methods and adds its own.
 */
public abstract class Futures {
    /** Not to be instantiated; {@code Kyoto} extends this class so that one static import brings everything. */
    protected Futures() {}

    /** A future that runs {@code block} when it is polled. */
    public static <T extends @Nullable Object> Future<T> async(AsyncBlock<T> block) {
        return CompiledBlock.start(block);
    }

    /** A future that runs {@code block} when it is polled, and yields null. */
    public static Future<@Nullable Void> async(AsyncAction block) {
        return CompiledBlock.start(block);
    }

    /** A future that runs {@code block} on {@code argument} when it is polled. */
    public static <A extends @Nullable Object, R extends @Nullable Object> Future<R> async(
            AsyncFunction<A, R> block, A argument) {
        return CompiledBlock.start(block, argument);
    }

    /**
     * Polls {@code future} on the calling thread, which is parked in between, until it is done.
     *
     * @throws Exception the failure of the future
     * @throws InterruptedException if the thread is interrupted while parked; the future is then cancelled
     * @throws IllegalStateException on a worker thread of a runtime, which must not block
     */
    public static <T extends @Nullable Object> T blockOn(Future<T> future) throws Exception {
        return BlockOn.run(future);
    }
}
