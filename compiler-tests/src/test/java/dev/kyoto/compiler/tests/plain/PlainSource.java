package dev.kyoto.compiler.tests.plain;

import dev.kyoto.compiler.tests.harness.Injected;
import dev.kyoto.compiler.tests.harness.Journal;
import dev.kyoto.compiler.tests.harness.Turn;

/** The source of a twin. A drop is what it looks like from inside of a block: an error, thrown where it is awaited. */
public final class PlainSource implements Source {
    private final Turn turn;
    private final Journal journal;
    private int awaits;

    public PlainSource(Turn turn, Journal journal) {
        this.turn = turn;
        this.journal = journal;
    }

    /** How many futures were awaited so far. */
    public int awaits() {
        return awaits;
    }

    @Override
    public <T> Future<T> later(T value) {
        journal.add("later", value);
        return () -> {
            int number = await();
            journal.add("awaited " + number);
            return value;
        };
    }

    @Override
    public <T> Future<T> failing(Exception failure) {
        journal.add("failing", failure.getMessage());
        return () -> {
            await();
            throw failure;
        };
    }

    private int await() throws Injected {
        int number = ++awaits;
        if (turn.endsByDrop(number)) {
            throw new Cancelled();
        }
        if (turn.fails(number)) {
            throw new Injected(number);
        }
        return number;
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
}
