package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What an iterator has, a unit of the budget for each. */
final class FromIterator<T> extends AbstractStream<T> {
    private @Nullable Iterator<? extends T> iterator;

    private final Runnable onRelease;

    FromIterator(Iterator<? extends T> iterator, Runnable onRelease) {
        this.iterator = iterator;
        this.onRelease = onRelease;
    }

    @Override
    @SuppressWarnings("NullAway") // there as long as the stream is open
    protected Poll<@Nullable T> step(Context cx) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        return iterator.hasNext() ? readyWith(Elements.require(iterator.next(), "from")) : end();
    }

    @Override
    protected void released() {
        iterator = null;
        onRelease.run();
    }
}
