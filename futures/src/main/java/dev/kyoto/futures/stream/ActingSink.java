package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncConsumer;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Sinks#sink}. */
final class ActingSink<T> extends AbstractSink<T> {
    private final AsyncConsumer<? super T> action;
    private @Nullable Future<?> running;

    ActingSink(AsyncConsumer<? super T> action) {
        this.action = Objects.requireNonNull(action, "action");
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws Exception {
        return stepFlush(cx);
    }

    @Override
    protected void accept(T element) {
        running = CompiledBlock.start(action, element);
    }

    @Override
    protected Poll<@Nullable Void> stepFlush(Context cx) throws Exception {
        if (running != null) {
            if (running.poll(cx).isPending()) {
                return Poll.pending();
            }
            running = null;
        }
        return Poll.ready(null);
    }

    @Override
    protected void released() {
        if (running != null) {
            running.cancel();
            running = null;
        }
    }

    @Override
    protected String describe() {
        return "sink(…)";
    }
}
