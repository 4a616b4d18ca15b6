package dev.kyoto.futures;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Any number of futures that run at the same time on one task, each value as soon as it is there. More may be pushed at
 * any time.
 *
 * <pre>{@code
 * try (var pages = new FuturesUnordered<Page>()) {
 *     for (String url : urls) pages.push(fetch(url));
 *     Page page;
 *     while ((page = pages.next().await()) != null) index(page);     // null: none is left
 * }
 * }</pre>
 *
 * <p>The futures make progress only while {@link #next()} is awaited. What should run beside, or on several cores, is spawned.
 *
 * <p>A wake polls only those futures that were woken, in the order in which they were. Pushing and finding the next one
 * takes constant time.
 *
 * <p>It serves one task at a time, like a future. {@link #close()} drops those that have not ended; use it with
 * try-with-resources.
 *
 * @param <T> the type of the values
 */
public final class FuturesUnordered<T extends @Nullable Object> implements AutoCloseable {
    private final DynamicChildren children = new DynamicChildren();
    private boolean closed;

    /** A set without futures yet. */
    public FuturesUnordered() {}

    /** A set of these futures. */
    public FuturesUnordered(Collection<? extends Future<? extends T>> futures) {
        futures.forEach(this::push);
    }

    /**
     * Adds a future. It begins when {@link #next()} is polled.
     *
     * @throws IllegalStateException if this set was closed
     */
    public void push(Future<? extends T> future) {
        Objects.requireNonNull(future, "future");
        if (closed) {
            throw new IllegalStateException(
                    "A future was pushed into a set that was closed, so it would never run. Push it"
                            + " before the close, or await it elsewhere.");
        }
        children.add(future);
    }

    /**
     * Waits for the next future to end, and yields its value. Null when there is none left, every time; where a value may be
     * null itself, {@link #isEmpty()} tells before. The failure of a future is thrown here; the others go on at the next call.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: a future leaves the set only in the poll that yields its value.
     */
    @CancelSafe
    public Future<@Nullable T> next() {
        return new Next<>(children);
    }

    /** How many have not ended. */
    public int size() {
        return children.size();
    }

    public boolean isEmpty() {
        return children.size() == 0;
    }

    /** Drops all futures that have not ended. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        children.drop();
    }

    private static final class Next<T extends @Nullable Object> extends AbstractFuture<@Nullable T> {
        private final DynamicChildren children;

        Next(DynamicChildren children) {
            this.children = children;
        }

        @Override
        @SuppressWarnings("unchecked") // the value of a future of T
        protected Poll<@Nullable T> step(Context cx) throws Exception {
            DynamicChildren.Child ended = children.poll(cx);
            if (ended != null) {
                return readyWith((T) ended.outcome());
            }
            return children.size() == 0 ? readyWith(null) : Poll.pending();
        }

        @Override
        protected void dropped() {
            children.forgetTask();
        }

        @Override
        protected String describe() {
            return "FuturesUnordered.next()";
        }
    }
}
