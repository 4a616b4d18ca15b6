package dev.kyoto.futures;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Any number of futures that run at the same time on one task, their values in the order in which the futures were pushed.
 * Else as {@link FuturesUnordered}, which is to be preferred where the order does not matter: here a value that is ready
 * waits for those before it.
 *
 * <p>It serves one task at a time, like a future. {@link #close()} drops those that have not ended, and the values that were
 * not taken; use it with try-with-resources.
 *
 * @param <T> the type of the values
 */
public final class FuturesOrdered<T extends @Nullable Object> implements AutoCloseable {
    private final DynamicChildren children = new DynamicChildren();

    /** Those whose values were not taken. */
    private final Deque<DynamicChildren.Child> order = new ArrayDeque<>();

    private boolean closed;

    /** A queue without futures yet. */
    public FuturesOrdered() {}

    /** A queue of these futures, in their order. */
    public FuturesOrdered(Collection<? extends Future<? extends T>> futures) {
        futures.forEach(this::push);
    }

    /**
     * Adds a future whose value comes after all others. It begins when {@link #next()} is polled.
     *
     * @throws IllegalStateException if this queue was closed
     */
    public void push(Future<? extends T> future) {
        order.addLast(add(future));
    }

    /**
     * Adds a future whose value comes before all others. It begins when {@link #next()} is polled.
     *
     * @throws IllegalStateException if this queue was closed
     */
    public void pushFirst(Future<? extends T> future) {
        order.addFirst(add(future));
    }

    private DynamicChildren.Child add(Future<? extends T> future) {
        Objects.requireNonNull(future, "future");
        if (closed) {
            throw new IllegalStateException(
                    "A future was pushed into a queue that was closed, so it would never run. Push it"
                            + " before the close, or await it elsewhere.");
        }
        return children.add(future);
    }

    /**
     * Waits for the future whose turn it is, and yields its value; meanwhile the others go on. Null when there is none left,
     * every time; where a value may be null itself, {@link #isEmpty()} tells before. The failure of a future is thrown here,
     * when it is its turn; the others go on at the next call.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: a value leaves the queue only in the poll that yields it.
     */
    @CancelSafe
    public Future<@Nullable T> next() {
        return new Next<>(this);
    }

    /** How many values were not taken yet. */
    public int size() {
        return order.size();
    }

    public boolean isEmpty() {
        return order.isEmpty();
    }

    /** Drops all futures that have not ended, and forgets the values of the others. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        order.clear();
        children.drop();
    }

    private static final class Next<T extends @Nullable Object> extends AbstractFuture<@Nullable T> {
        private final FuturesOrdered<T> queue;

        Next(FuturesOrdered<T> queue) {
            this.queue = queue;
        }

        @Override
        @SuppressWarnings("unchecked") // the value of a future of T
        protected Poll<@Nullable T> step(Context cx) throws Exception {
            while (true) {
                DynamicChildren.Child head = queue.order.peekFirst();
                if (head == null) {
                    return readyWith(null);
                }
                if (head.hasEnded()) {
                    queue.order.removeFirst();
                    return readyWith((T) head.outcome());
                }
                if (queue.children.poll(cx) == null) {
                    return Poll.pending();
                }
            }
        }

        @Override
        protected void dropped() {
            queue.children.forgetTask();
        }

        @Override
        protected String describe() {
            return "FuturesOrdered.next()";
        }
    }
}
