package dev.kyoto.task;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handle of a task for those to whom the task is a future: dropped, it does not detach the task but ends it. */
final class AbortedWhenDropped<T extends @Nullable Object> extends AbstractFuture<T> {
    private final JoinHandle<T> handle;

    AbortedWhenDropped(JoinHandle<T> handle) {
        this.handle = handle;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        return handle.poll(cx);
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(handle);
    }

    @Override
    protected void dropped() {
        handle.abort();
        handle.cancel();
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    protected String describe() {
        return "toCompletableFuture(…)";
    }
}
