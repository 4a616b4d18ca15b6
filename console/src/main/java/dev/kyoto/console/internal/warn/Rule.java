package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import java.util.function.Consumer;

/** Looks for one kind of trouble in one runtime. May remember what it saw; the console's thread alone calls it. */
interface Rule extends AutoCloseable {
    /**
     * Once a second.
     *
     * @param now nanoseconds
     */
    void check(RuntimeWatch watch, long now, Consumer<Warning> found);

    @Override
    default void close() {}
}
