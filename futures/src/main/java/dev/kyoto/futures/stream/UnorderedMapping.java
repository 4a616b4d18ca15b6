package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Stream#mapConcurrentUnordered}. Every poll first takes in what there is room for. */
final class UnorderedMapping<S, T> extends Operator<S, T> {
    private final Intake<S> intake;
    private final int limit;
    private final AsyncFunction<? super S, ? extends T> function;
    private final PollSet<Running<T>> running = new PollSet<>();

    UnorderedMapping(Stream<S> source, int limit, AsyncFunction<? super S, ? extends T> function) {
        super(source);
        this.intake = new Intake<>(source);
        this.limit = Elements.requireLimit(limit, "mapConcurrentUnordered");
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        while (running.size() < limit) {
            S element = intake.next(cx);
            if (element == null) {
                break;
            }
            running.add(new Running<>(Futures.async(function, element)));
        }
        Running<T> ended = running.poll(cx);
        if (ended != null) {
            running.remove(ended);
            return readyWith(Elements.require(ended.outcome(), "mapConcurrentUnordered"));
        }
        intake.throwFailure(); // not before what is there already
        return running.size() == 0 && intake.hasEnded() ? end() : Poll.pending();
    }

    @Override
    protected void released() {
        running.drop();
        super.released();
    }

    @Override
    protected String describe() {
        return "mapConcurrentUnordered(" + limit + ", …)";
    }
}
