package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Stream#mapConcurrent}. Every poll first takes in what there is room for. A value that came before its turn keeps its
 * room: else a first element that takes for ever would let the others pile up without bounds.
 */
final class ConcurrentMapping<S, T> extends Operator<S, T> {
    private final Intake<S> intake;
    private final int limit;
    private final AsyncFunction<? super S, ? extends T> function;
    private final PollSet<Running<T>> running = new PollSet<>();

    /** Those whose value was not delivered yet. */
    private final Deque<Running<T>> order = new ArrayDeque<>();

    ConcurrentMapping(Stream<S> source, int limit, AsyncFunction<? super S, ? extends T> function) {
        super(source);
        this.intake = new Intake<>(source);
        this.limit = Elements.requireLimit(limit, "mapConcurrent");
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        takeIn(cx);
        while (true) {
            Running<T> head = order.peekFirst();
            if (head == null) {
                return endOrPending();
            }
            if (head.hasEnded()) {
                order.removeFirst();
                return readyWith(Elements.require(head.outcome(), "mapConcurrent"));
            }
            Running<T> ended = running.poll(cx);
            if (ended == null) {
                return Poll.pending();
            }
            running.remove(ended);
        }
    }

    private void takeIn(Context cx) {
        while (order.size() < limit) {
            S element = intake.next(cx);
            if (element == null) {
                return;
            }
            Running<T> begun = new Running<>(Futures.async(function, element));
            order.addLast(begun);
            running.add(begun);
        }
    }

    /** A failure of the source has its turn as the elements have theirs. */
    private Poll<@Nullable T> endOrPending() throws Exception {
        intake.throwFailure();
        return intake.hasEnded() ? end() : Poll.pending();
    }

    @Override
    protected void released() {
        running.drop();
        order.clear();
        super.released();
    }

    @Override
    protected String describe() {
        return "mapConcurrent(" + limit + ", …)";
    }
}
