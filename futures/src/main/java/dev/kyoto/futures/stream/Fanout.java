package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Sink#fanout}. Both are polled each time, so that the slower one does not hold the other up. */
final class Fanout<T> extends AbstractSink<T> {
    private final Sink<? super T> one;
    private final Sink<? super T> other;

    Fanout(Sink<? super T> one, Sink<? super T> other) {
        this.one = one;
        this.other = Objects.requireNonNull(other, "other");
    }

    private static Poll<@Nullable Void> both(Poll<@Nullable Void> first, Poll<@Nullable Void> second) {
        return first.isPending() ? first : second;
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws Exception {
        return both(one.pollReady(cx), other.pollReady(cx));
    }

    @Override
    protected void accept(T element) throws Exception {
        one.startSend(element);
        other.startSend(element);
    }

    @Override
    protected Poll<@Nullable Void> stepFlush(Context cx) throws Exception {
        return both(one.pollFlush(cx), other.pollFlush(cx));
    }

    @Override
    protected Poll<@Nullable Void> stepFinish(Context cx) throws Exception {
        return both(one.pollFinish(cx), other.pollFinish(cx));
    }

    @Override
    protected void released() {
        one.close();
        other.close();
    }

    @Override
    protected String describe() {
        return "fanout(…)";
    }
}
