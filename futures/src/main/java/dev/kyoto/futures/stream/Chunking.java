package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link Stream#chunks}, which differ in how long a chunk that was begun waits: for ever, until some future ends, or, as
 * {@link Stream#readyChunks}, not at all. A chunk that was begun when the source failed is delivered first.
 */
final class Chunking<T> extends Operator<T, List<T>> {
    private final Intake<T> intake;
    private final int size;
    private final Supplier<? extends Future<?>> patience;
    private List<T> chunk = new ArrayList<>();

    /** Until when the chunk that was begun waits for more; null while there is no need to. */
    private @Nullable Future<?> waiting;

    Chunking(Stream<T> source, int size, Supplier<? extends Future<?>> patience) {
        super(source);
        if (size < 1) {
            throw new IllegalArgumentException("A chunk has at least 1 element, not " + size + ".");
        }
        this.intake = new Intake<>(source);
        this.size = size;
        this.patience = Objects.requireNonNull(patience, "patience");
    }

    static <T> Chunking<T> full(Stream<T> source, int size) {
        return new Chunking<>(source, size, Futures::pending);
    }

    static <T> Chunking<T> ready(Stream<T> source, int most) {
        return new Chunking<>(source, most, () -> Futures.ready(null));
    }

    @Override
    protected Poll<@Nullable List<T>> step(Context cx) throws Exception {
        while (!intake.hasEnded() && chunk.size() < size) {
            T element = intake.next(cx);
            if (element != null) {
                chunk.add(element);
            } else if (!intake.hasEnded()) {
                return chunk.isEmpty() || isPatient(cx) ? Poll.pending() : takeChunk();
            }
        }
        if (!chunk.isEmpty()) {
            return takeChunk();
        }
        intake.throwFailure();
        return end();
    }

    private boolean isPatient(Context cx) throws Exception {
        Future<?> limit = waiting;
        if (limit == null) {
            limit = Objects.requireNonNull(patience.get(), "the future returned by the limit of chunks");
            waiting = limit;
        }
        return limit.poll(cx).isPending();
    }

    private Poll<@Nullable List<T>> takeChunk() {
        List<T> taken = chunk;
        chunk = new ArrayList<>();
        stopWaiting();
        return readyWith(taken);
    }

    private void stopWaiting() {
        if (waiting != null) {
            Dropper.discard(waiting);
            waiting = null;
        }
    }

    @Override
    protected void released() {
        stopWaiting();
        super.released();
    }

    @Override
    protected String describe() {
        return "chunks(…)";
    }
}
