package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncConsumer;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Stream#forEach}. */
final class ForEach<T> extends Terminal<T, @Nullable Void> {
    private final AsyncConsumer<? super T> action;
    private @Nullable Future<?> running;

    ForEach(Stream<T> source, AsyncConsumer<? super T> action) {
        super(source);
        this.action = Objects.requireNonNull(action, "action");
    }

    @Override
    Poll<@Nullable Void> read(Context cx) throws Exception {
        while (true) {
            if (running == null) {
                Poll<@Nullable T> poll = source.pollNext(cx);
                if (poll.isPending()) {
                    return Poll.pending();
                }
                T element = poll.value();
                if (element == null) {
                    return readyWith(null);
                }
                running = CompiledBlock.start(action, element);
            }
            if (running.poll(cx).isPending()) {
                return Poll.pending();
            }
            running = null;
        }
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        Future<?> action = running;
        return action == null ? super.awaited() : List.of(action);
    }

    @Override
    void released() {
        if (running != null) {
            running.cancel();
            running = null;
        }
        super.released();
    }

    @Override
    protected String describe() {
        return "forEach(…)";
    }
}
