package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Stream#flatMapConcurrent}. Takes in what there is room for, also when an inner stream has ended within the same poll. */
final class ConcurrentFlatMapping<S, T> extends Operator<S, T> {
    private final Intake<S> intake;
    private final int limit;
    private final Function<? super S, ? extends Stream<? extends T>> function;
    private final PollSet<Inflow<T>> inner = new PollSet<>();

    ConcurrentFlatMapping(Stream<S> source, int limit, Function<? super S, ? extends Stream<? extends T>> function) {
        super(source);
        this.intake = new Intake<>(source);
        this.limit = Elements.requireLimit(limit, "flatMapConcurrent");
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        while (true) {
            while (inner.size() < limit) {
                S element = intake.next(cx);
                if (element == null) {
                    break;
                }
                inner.add(new Inflow<>(function.apply(element)));
            }
            Inflow<T> inflow = inner.poll(cx);
            if (inflow == null) {
                intake.throwFailure(); // not before what is there already
                return inner.size() == 0 && intake.hasEnded() ? end() : Poll.pending();
            }
            Inflow.settle(inner, inflow);
            T element = inflow.take();
            if (element != null) {
                return readyWith(element);
            }
        }
    }

    @Override
    protected void released() {
        inner.drop();
        super.released();
    }

    @Override
    protected String describe() {
        return "flatMapConcurrent(" + limit + ", …)";
    }
}
