package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** {@link Sink#buffer}. */
final class BufferedSink<T> extends SinkOperator<T, T> {
    private final int capacity;
    private final Deque<T> waiting = new ArrayDeque<>();

    BufferedSink(Sink<T> target, int capacity) {
        super(target);
        if (capacity < 1) {
            throw new IllegalArgumentException("A buffer has room for at least 1 element, not " + capacity + ".");
        }
        this.capacity = capacity;
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws Exception {
        moveOn(cx);
        return waiting.size() < capacity ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void accept(T element) {
        waiting.addLast(element);
    }

    @Override
    Poll<@Nullable Void> moveOn(Context cx) throws Exception {
        while (!waiting.isEmpty()) {
            if (target.pollReady(cx).isPending()) {
                return Poll.pending();
            }
            target.startSend(waiting.removeFirst());
        }
        return Poll.ready(null);
    }

    @Override
    protected void released() {
        waiting.clear();
        super.released();
    }

    @Override
    protected String describe() {
        return "buffer(" + capacity + ")";
    }
}
