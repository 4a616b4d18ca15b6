package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Streams#repeating}. A future that is pending stays, so no value is lost between two polls. */
final class Repeating<T> extends AbstractStream<T> {
    private final Supplier<? extends Future<? extends @Nullable T>> futures;
    private final Runnable onRelease;
    private @Nullable Future<? extends @Nullable T> running;

    Repeating(Supplier<? extends Future<? extends @Nullable T>> futures, Runnable onRelease) {
        this.futures = futures;
        this.onRelease = onRelease;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        Future<? extends @Nullable T> future = running;
        if (future == null) {
            future = futures.get();
            running = future;
        }
        Poll<? extends @Nullable T> poll = future.poll(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        running = null;
        return readyWith(poll.value());
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<?> waiting = running;
        return waiting == null ? List.of() : List.of(waiting);
    }

    @Override
    protected void released() {
        if (running != null) {
            running.cancel();
            running = null;
        }
        onRelease.run();
    }
}
