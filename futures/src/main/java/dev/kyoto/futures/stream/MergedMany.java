package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import org.jspecify.annotations.Nullable;

/** {@link Streams#merge}. */
final class MergedMany<T> extends AbstractStream<T> {
    private final PollSet<Inflow<T>> inflows = new PollSet<>();

    MergedMany(Iterable<? extends Stream<? extends T>> streams) {
        streams.forEach(stream -> inflows.add(new Inflow<>(stream)));
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        for (Inflow<T> inflow = inflows.poll(cx); inflow != null; inflow = inflows.poll(cx)) {
            Inflow.settle(inflows, inflow);
            T element = inflow.take();
            if (element != null) {
                return readyWith(element);
            }
        }
        return inflows.size() == 0 ? end() : Poll.pending();
    }

    @Override
    protected void released() {
        inflows.drop();
    }

    @Override
    protected String describe() {
        return "merge(…)";
    }
}
