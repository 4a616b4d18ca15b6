package dev.kyoto.compiler.tests;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** What a block awaits that a test has compiled while it runs: futures that are ready at once, or at their second poll. */
final class Script implements Source {
    private final boolean pending;
    private final List<String> journal = new ArrayList<>();
    private int suspensions;

    private Script(boolean pending) {
        this.pending = pending;
    }

    /** Futures that are ready at once. */
    static Script ready() {
        return new Script(false);
    }

    /** Futures that are ready at their second poll. */
    static Script pending() {
        return new Script(true);
    }

    @Override
    public <T> Future<T> later(T value) {
        return new Later<>(value, null);
    }

    @Override
    public <T> Future<T> failing(Exception failure) {
        return new Later<>(null, failure);
    }

    @Override
    public <T> T note(T value) {
        journal.add(String.valueOf(value));
        return value;
    }

    /** Runs a block to its end, and checks that it was suspended if it was to be. */
    <T> T run(Future<T> block) throws Exception {
        journal.clear();
        suspensions = 0;
        try {
            return Futures.blockOn(block);
        } finally {
            Assertions.assertEquals(pending, suspensions > 0, "suspended");
        }
    }

    @Override
    public String toString() {
        return pending ? "pending" : "ready";
    }

    /** Checks what was noted since the start of the last run. */
    void assertJournal(String... expected) {
        Assertions.assertEquals(List.of(expected), journal);
    }

    private final class Later<T> extends AbstractFuture<T> {
        private final T value;
        private final Exception failure;
        private boolean waited;

        Later(T value, Exception failure) {
            this.value = value;
            this.failure = failure;
        }

        @Override
        protected Poll<T> step(Context cx) throws Exception {
            if (pending && !waited) {
                waited = true;
                suspensions++;
                cx.defer();
                return Poll.pending();
            }
            if (failure != null) {
                throw failure;
            }
            return readyWith(value);
        }
    }
}
