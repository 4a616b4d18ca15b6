package dev.kyoto.futures;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The futures that a join or a select polls as one. Knows which are unfinished, which are worth a poll, and drops each of
 * them at most once.
 *
 * <p>With fewer than {@link #WIDE} children, every unfinished one is polled whenever the combinator is, with the same
 * context: nothing is allocated, nothing is shared with other threads. From there on only those are polled that were
 * woken, as {@link WokenChildren} records.
 *
 * <p>Each child is polled at most once a pass, and a pass ends when the cooperative budget is used up: polling the others
 * would only make them register for nothing.
 */
final class Children {
    /**
     * From this many children on, each gets a waker of its own. Measured on JDK 25, with one child woken for each poll of
     * the combinator: polling all costs 2.3 ns a child that is a leaf and 8 ns a child that is four levels deep, polling only the
     * woken one 25 to 45 ns however many there are. They meet at eight leaves. So what has typed arguments, eight at the
     * most, never pays for wakers, and everything wider does.
     */
    static final int WIDE = 9;

    /** What a combinator does when a child ends. Each method answers whether the other children are still of interest. */
    interface Outcomes {
        boolean ready(int index, @Nullable Object value);

        boolean failed(int index, Throwable failure);
    }

    /** Null where the child has finished or was dropped. */
    private final @Nullable Future<?>[] futures;

    private final @Nullable WokenChildren woken;
    private int unfinished;

    /** Takes possession of the array. */
    Children(Future<?>... futures) {
        for (int i = 0; i < futures.length; i++) {
            Objects.requireNonNull(futures[i], "future");
        }
        this.futures = futures;
        this.unfinished = futures.length;
        this.woken = futures.length < WIDE ? null : new WokenChildren(futures.length);
    }

    int count() {
        return futures.length;
    }

    /** Those that have neither finished nor been dropped, as far as the calling thread can see. */
    List<Future<?>> awaited() {
        List<Future<?>> awaited = new ArrayList<>();
        for (Future<?> future : futures) {
            if (future != null) {
                awaited.add(future);
            }
        }
        return awaited;
    }

    /** How many have neither finished nor been dropped. */
    int unfinished() {
        return unfinished;
    }

    /**
     * One pass over the children that are worth a poll, from {@code first} to the last and on to the one before
     * {@code first}.
     *
     * @return where the next pass should begin so that all get their share: at the child before which this one ended
     *     because the budget was used up, else at {@code first} again
     */
    int poll(Context cx, int first, Outcomes outcomes) {
        Context each = cx;
        if (woken != null) {
            woken.register(cx.waker());
            each = cx.forChildren();
        }
        int end = poll(cx, each, first, futures.length, outcomes);
        return end < futures.length ? end : poll(cx, each, 0, first, outcomes);
    }

    /** Polls from {@code from} to {@code to - 1}; answers where it ended early, or {@code to}. */
    private int poll(Context cx, Context each, int from, int to, Outcomes outcomes) {
        for (int index = next(from, to); index < to; index = next(index + 1, to)) {
            Future<?> child = futures[index];
            if (child == null) {
                continue;
            }
            if (!cx.proceed()) {
                return index;
            }
            cx.refund();
            if (woken != null) {
                each.setWaker(woken.begin(index));
            }
            if (!poll(index, child, each, outcomes)) {
                return index;
            }
        }
        return to;
    }

    private boolean poll(int index, Future<?> child, Context cx, Outcomes outcomes) {
        Poll<?> poll;
        try {
            poll = child.poll(cx);
        } catch (Throwable failure) {
            forget(index);
            return outcomes.failed(index, failure);
        }
        if (poll.isPending()) {
            return true;
        }
        forget(index);
        return outcomes.ready(index, poll.value());
    }

    private int next(int from, int to) {
        return woken == null ? from : woken.next(from, to);
    }

    /** Drops one child, if it is unfinished. */
    void drop(int index) {
        Future<?> child = futures[index];
        if (child != null) {
            forget(index);
            Drop.cancel(child);
        }
    }

    /** Drops all that are unfinished, in their order. */
    void drop() {
        if (woken != null) {
            // First, so that what a child does while it is dropped does not wake the task once more.
            woken.forgetTask();
        }
        for (int i = 0; i < futures.length; i++) {
            drop(i);
        }
    }

    /** Throws what a child has thrown, as it was: {@code throw Children.rethrow(failure)}. */
    @SuppressWarnings("unchecked") // erased: nothing is cast, javac alone is told that X is no checked exception
    static <X extends Throwable> RuntimeException rethrow(Throwable failure) throws X {
        throw (X) failure;
    }

    /** The first of several failures, with the later ones suppressed in it. */
    static Throwable combined(@Nullable Throwable first, Throwable later) {
        if (first == null) {
            return later;
        }
        if (first != later) {
            first.addSuppressed(later);
        }
        return first;
    }

    private void forget(int index) {
        futures[index] = null;
        unfinished--;
        if (unfinished == 0 && woken != null) {
            woken.forgetTask();
        }
    }
}
