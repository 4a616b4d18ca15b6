package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Stream#then}. */
final class Then<S, T> extends Operator<S, T> {
    private final AsyncFunction<? super S, ? extends T> function;
    private @Nullable Future<? extends T> running;

    Then(Stream<S> source, AsyncFunction<? super S, ? extends T> function) {
        super(source);
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        if (running == null) {
            Poll<@Nullable S> poll = source.pollNext(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            S element = poll.value();
            if (element == null) {
                return end();
            }
            running = Futures.async(function, element);
        }
        return pollRunning(running, cx);
    }

    private Poll<@Nullable T> pollRunning(Future<? extends T> future, Context cx) throws Exception {
        Poll<? extends T> poll = future.poll(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        running = null;
        return readyWith(Elements.require(poll.value(), "then"));
    }

    @Override
    protected void released() {
        if (running != null) {
            running.cancel();
            running = null;
        }
        super.released();
    }
}
