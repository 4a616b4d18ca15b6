package dev.kyoto.compiler.tests.harness;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of a compiled block: futures that are ready at their first or at their second poll. */
final class Script implements Source {
    private final boolean pending;
    private final Turn turn;
    private final Journal journal;
    private final List<Later<?>> polled = new ArrayList<>();

    Script(boolean pending, Turn turn, Journal journal) {
        this.pending = pending;
        this.turn = turn;
        this.journal = journal;
    }

    @Override
    public <T> Future<T> later(T value) {
        journal.add("later", value);
        return new Later<>(value, null);
    }

    @Override
    public <T> Future<T> failing(Exception failure) {
        journal.add("failing", failure.getMessage());
        return new Later<>(null, failure);
    }

    @Override
    public <T> T note(T value) {
        return journal.add("note", value);
    }

    @Override
    public AutoCloseable resource(String name) {
        return journal.resource(name, false);
    }

    @Override
    public AutoCloseable leaking(String name) {
        return journal.resource(name, true);
    }

    /** The futures that were polled and have neither ended nor been dropped. */
    List<Integer> left() {
        return polled.stream()
                .filter(future -> !future.done)
                .map(future -> future.number)
                .toList();
    }

    private boolean isLate(int number) {
        return switch (turn.kind()) {
            case NONE, FAIL -> pending;
            // All before it are suspended at, so that the n-th poll comes to the n-th await.
            case DROP -> number <= turn.await();
            case DROP_FOR_GOOD -> true;
        };
    }

    private final class Later<T> extends AbstractFuture<T> {
        private final T value;
        private final @Nullable Exception failure;
        private int number;
        private boolean done;

        Later(T value, @Nullable Exception failure) {
            this.value = value;
            this.failure = failure;
        }

        @Override
        protected Poll<T> step(Context cx) throws Exception {
            if (number == 0) {
                polled.add(this);
                number = polled.size();
                if (isLate(number)) {
                    cx.defer();
                    return Poll.pending();
                }
            }
            done = true;
            if (turn.fails(number)) {
                throw new Injected(number);
            }
            if (failure != null) {
                throw failure;
            }
            journal.add("awaited " + number);
            return readyWith(value);
        }

        @Override
        protected void dropped() {
            done = true;
        }
    }
}
