package dev.kyoto.task;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code shield}. It finds the runtime by the thread and not by the context, because a block that is being dropped polls its
 * cleanup with a context that knows no runtime. Within a scope, the scope awaits the task.
 */
final class Shield<T extends @Nullable Object> extends AbstractFuture<T> {
    private @Nullable Future<T> future;
    private @Nullable JoinHandle<T> task;

    Shield(Future<T> future) {
        this.future = Objects.requireNonNull(future, "future");
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        JoinHandle<T> running = task;
        if (running == null) {
            Scope scope = Scope.CURRENT.orElse(null);
            Future<T> shielded = Objects.requireNonNull(future);
            running = scope == null ? Spawners.current("shield").spawn(shielded) : scope.spawnShielded(shielded);
            task = running;
            future = null;
        }
        return running.poll(cx);
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        JoinHandle<T> running = task;
        Future<T> waiting = future;
        return running != null ? List.of(running) : waiting != null ? List.of(waiting) : List.of();
    }

    @Override
    protected AwaitTree.Needs needs() {
        return AwaitTree.Needs.ALL;
    }

    @Override
    protected String describe() {
        return "shield(…)";
    }

    @Override
    protected void dropped() {
        if (task != null) {
            task.cancel();
        } else if (future != null) {
            future.cancel();
        }
    }
}
