package dev.kyoto.futures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A future that polls several others, its children, as one: what a join, a race and a select have in common. Knows which are
 * unfinished, which are worth a poll, and drops each of them at most once.
 *
 * <p>With fewer than {@link #WIDE} children, every unfinished one is polled whenever the combinator is, with the same
 * context: nothing is allocated, nothing is shared with other threads. From there on only those are polled that were
 * woken, as {@link WokenChildren} records.
 *
 * <p>Each child is polled at most once a pass, and a pass ends when the cooperative budget is used up: polling the others
 * would only make them register for nothing.
 */
abstract class Combinator<T extends @Nullable Object> extends AbstractFuture<T> {
    /**
     * From this many children on, each gets a waker of its own. Measured on JDK 25, with one child woken for each poll of
     * the combinator: polling all costs 2.3 ns a child that is a leaf and 8 ns a child that is four levels deep, polling only the
     * woken one 25 to 45 ns however many there are. They meet at eight leaves. So what has typed arguments, eight at the
     * most, never pays for wakers, and everything wider does.
     */
    static final int WIDE = 9;

    private final @Nullable WokenChildren woken;
    private final int count;
    private int unfinished;

    /** @param count how many children there are, all of them unfinished */
    Combinator(int count) {
        this.woken = count < WIDE ? null : new WokenChildren(count);
        this.count = count;
        this.unfinished = count;
    }

    /** One child, or null if it was removed. Called by any thread, as {@link #awaited} is. */
    abstract @Nullable Future<?> child(int index);

    /** A child has ended or is being dropped: it must not be polled, dropped or kept alive any more. */
    abstract void removeChild(int index);

    /** A child has ended well, and is to be removed here. Whether the others are still of interest. */
    abstract boolean ready(int index, @Nullable Object value) throws Exception;

    /** A child has failed, and is to be removed here. Whether the others are still of interest. */
    abstract boolean failed(int index, Throwable failure);

    /** With those that have finished or were dropped. */
    final int childCount() {
        return count;
    }

    /** How many have neither finished nor been dropped. */
    final int unfinished() {
        return unfinished;
    }

    /**
     * One pass over the children that are worth a poll, from {@code first} to the last and on to the one before
     * {@code first}.
     *
     * @return where the next pass should begin so that all get their share: at the child before which this one ended
     *     because the budget was used up, else at {@code first} again
     * @throws Exception what {@link #ready} or {@link #failed} has thrown
     */
    final int pollChildren(Context cx, int first) throws Exception {
        Context each = cx;
        if (woken != null) {
            woken.register(cx.waker());
            each = cx.forChildren();
        }
        int end = pollRange(cx, each, first, count);
        return end < count ? end : pollRange(cx, each, 0, first);
    }

    /** Polls from {@code from} to {@code to - 1}; answers where it ended early, or {@code to}. */
    private int pollRange(Context cx, Context each, int from, int to) throws Exception {
        for (int index = next(from, to); index < to; index = next(index + 1, to)) {
            Future<?> child = child(index);
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
            if (!pollChild(index, child, each)) {
                return index;
            }
        }
        return to;
    }

    private boolean pollChild(int index, Future<?> child, Context cx) throws Exception {
        Poll<?> poll;
        try {
            poll = child.poll(cx);
        } catch (Throwable failure) {
            oneLess();
            return failed(index, failure);
        }
        if (poll.isPending()) {
            return true;
        }
        oneLess();
        return ready(index, poll.value());
    }

    private int next(int from, int to) {
        return woken == null ? from : woken.next(from, to);
    }

    /** Drops one child, if it is unfinished. */
    final void dropChild(int index) {
        Future<?> child = child(index);
        if (child != null) {
            String site = DropRecording.isOn() ? siteOf(index) : null;
            removeChild(index);
            oneLess();
            Drop.cancel(child, dropper(), site);
        }
    }

    /** The source of the async block that an unfinished child was given along with, or null. */
    @Nullable String siteOf(int index) {
        return null;
    }

    /** Who this is to children that it drops of its own accord. */
    abstract Dropper dropper();

    /** Drops all that are unfinished, in their order. */
    final void dropChildren() {
        if (unfinished == 0) {
            return;
        }
        if (woken != null) {
            // First, so that what a child does while it is dropped does not wake the task once more.
            woken.forgetTask();
        }
        for (int i = 0; i < count; i++) {
            dropChild(i);
        }
    }

    @Override
    protected void dropped() {
        dropChildren();
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        List<Future<?>> awaited = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Future<?> child = child(i);
            if (child != null) {
                awaited.add(child);
            }
        }
        return awaited;
    }

    /** Throws what a child has thrown, as it was: {@code throw Combinator.rethrow(failure)}. */
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

    private void oneLess() {
        unfinished--;
        if (unfinished == 0 && woken != null) {
            woken.forgetTask();
        }
    }
}
