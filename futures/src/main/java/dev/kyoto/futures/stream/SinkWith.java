package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Sink#with}. */
final class SinkWith<S, T> extends SinkOperator<S, T> {
    private final AsyncFunction<? super S, ? extends T> function;
    private @Nullable Future<? extends T> running;

    /** What the function has made and the target has no room for yet. */
    private @Nullable T made;

    SinkWith(Sink<T> target, AsyncFunction<? super S, ? extends T> function) {
        super(target);
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws Exception {
        return moveOn(cx);
    }

    @Override
    protected void accept(S element) {
        running = Futures.async(function, element);
    }

    @Override
    Poll<@Nullable Void> moveOn(Context cx) throws Exception {
        if (running != null) {
            Poll<? extends T> poll = running.poll(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            running = null;
            made = Objects.requireNonNull(
                    poll.value(), "with: an element is not null. Leave it out before it is sent.");
        }
        T element = made;
        if (element != null) {
            if (target.pollReady(cx).isPending()) {
                return Poll.pending();
            }
            made = null;
            target.startSend(element);
        }
        return Poll.ready(null);
    }

    @Override
    protected void released() {
        if (running != null) {
            running.cancel();
            running = null;
        }
        made = null;
        super.released();
    }

    @Override
    protected String describe() {
        return "with(…)";
    }
}
