package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncConsumer;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link Stream#forEachConcurrent}. Takes in what there is room for, also when one has ended within the same poll. */
final class ForEachConcurrent<T> extends Terminal<T, @Nullable Void> {
    private final Intake<T> intake;
    private final int limit;
    private final AsyncConsumer<? super T> action;
    private final PollSet<Running<@Nullable Void>> running = new PollSet<>();

    ForEachConcurrent(Stream<T> source, int limit, AsyncConsumer<? super T> action) {
        super(source);
        this.intake = new Intake<>(source);
        this.limit = Elements.requireLimit(limit, "forEachConcurrent");
        this.action = Objects.requireNonNull(action, "action");
    }

    @Override
    Poll<@Nullable Void> read(Context cx) throws Exception {
        while (true) {
            while (running.size() < limit) {
                T element = intake.next(cx);
                if (element == null) {
                    break;
                }
                running.add(new Running<>(CompiledBlock.start(action, element)));
            }
            Running<@Nullable Void> ended = running.poll(cx);
            if (ended == null) {
                intake.throwFailure();
                return running.size() == 0 && intake.hasEnded() ? readyWith(null) : Poll.pending();
            }
            running.remove(ended);
            ended.outcome();
        }
    }

    @Override
    void released() {
        running.drop();
        super.released();
    }

    @Override
    protected String describe() {
        return "forEachConcurrent(" + limit + ", …)";
    }
}
