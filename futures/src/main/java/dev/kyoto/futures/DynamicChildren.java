package dev.kyoto.futures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Futures that come and go, polled as one: what {@link FuturesUnordered} and {@link FuturesOrdered} are made of. Only those
 * are polled that were woken, in the order in which they were; to add one, to find the next woken one and to forget one that
 * has ended takes constant time, however many there are.
 *
 * <h2>The queue of the woken</h2>
 *
 * <p>Each child is its own waker, with a flag that says whether it is queued. A wake that sets the flag pushes the child on a
 * lock-free stack and then wakes the task. The owner takes the whole stack by one exchange, which rules out the ABA problem,
 * and turns it over into a list of its own, which so is in the order of the wakes. It clears a child's flag and <em>then</em>
 * polls it.
 *
 * <p><b>No wake is lost.</b> The owner registers its waker and <em>then</em> looks at the stack. A child pushed before the
 * look is found by it; pushed after, it was pushed after the registration, and the wake that follows takes the registered
 * waker. A wake that finds the flag set needs nothing more: the child is still going to be polled, and the flag was read by
 * the exchange that would have set it, so that the poll, which comes after the owner cleared the flag, sees what was written
 * before that wake. The flag of a child that has ended stays set: it never queues again.
 *
 * <p>The idea of a queue of woken children is that of futures-rs, whose queue is Vyukov's; the stack is simpler, and the owner
 * touches shared memory once for a batch.
 */
final class DynamicChildren {
    private static final VarHandle STACK;
    private static final VarHandle QUEUED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STACK = lookup.findVarHandle(DynamicChildren.class, "stack", Child.class);
            QUEUED = lookup.findVarHandle(Child.class, "queued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final AtomicWaker task = new AtomicWaker();

    /** Children that were woken since the owner looked, the latest first. */
    private volatile @Nullable Child stack;

    // The rest is touched by the owner only.

    /** Children to be polled, in their order. */
    private @Nullable Child first;

    private @Nullable Child last;

    /** All that have not ended, the latest first. */
    private @Nullable Child newest;

    private int size;

    /** How many have not ended. */
    int size() {
        return size;
    }

    /** Adds a child, to be polled after those that are woken already. */
    Child add(Future<?> future) {
        Child child = new Child(this, future);
        child.older = newest;
        if (newest != null) {
            newest.newer = child;
        }
        newest = child;
        size++;
        append(child);
        task.wake();
        return child;
    }

    /**
     * Polls the woken children until one ends. Each is polled once at most, on average, so that children which wake themselves
     * again and again do not keep the task; and none when the budget is used up.
     *
     * @return the child that has ended, or null; then the waker of {@code cx} will be woken when there is more to poll
     */
    @Nullable Child poll(Context cx) {
        task.register(cx.waker());
        Context each = cx.forChildren();
        for (int polls = size; polls > 0; ) {
            Child child = nextWoken();
            if (child == null) {
                return null;
            }
            Future<?> future = child.future;
            if (future == null) {
                continue; // was woken once more after it had ended
            }
            if (!cx.proceed()) {
                prepend(child);
                return null;
            }
            cx.refund();
            polls--;
            QUEUED.setVolatile(child, false);
            each.setWaker(child);
            if (child.ends(future, each)) {
                forget(child);
                return child;
            }
        }
        if (first != null || stack != null) {
            cx.defer();
        }
        return null;
    }

    /** From now on a wake reaches nobody: the owner does not wait any more. */
    void forgetTask() {
        task.take();
    }

    /** Drops all that have not ended, in the order in which they were added. */
    void drop() {
        forgetTask(); // first, so that what a child does while it is dropped wakes nobody
        Child oldest = newest;
        while (oldest != null && oldest.older != null) {
            oldest = oldest.older;
        }
        while (oldest != null) {
            Child next = oldest.newer;
            Future<?> future = oldest.future;
            forget(oldest);
            if (future != null) {
                Drop.cancel(future);
            }
            oldest = next;
        }
        first = null;
        last = null;
    }

    private void forget(Child child) {
        child.future = null;
        QUEUED.setVolatile(child, true);
        if (child.newer == null) {
            newest = child.older;
        } else {
            child.newer.older = child.older;
        }
        if (child.older != null) {
            child.older.newer = child.newer;
        }
        child.older = null;
        child.newer = null;
        size--;
    }

    private @Nullable Child nextWoken() {
        if (first == null) {
            takeStack();
        }
        Child next = first;
        if (next != null) {
            first = next.next;
            next.next = null;
            if (first == null) {
                last = null;
            }
        }
        return next;
    }

    /** Moves the stack into the list, which is empty, turned over. */
    private void takeStack() {
        if (stack == null) {
            return;
        }
        Child taken = (Child) STACK.getAndSet(this, null);
        last = taken;
        while (taken != null) {
            Child under = taken.next;
            taken.next = first;
            first = taken;
            taken = under;
        }
    }

    private void append(Child child) {
        if (last == null) {
            takeStack(); // what was woken before goes first
        }
        if (last == null) {
            first = child;
        } else {
            last.next = child;
        }
        last = child;
    }

    private void prepend(Child child) {
        child.next = first;
        first = child;
        if (last == null) {
            last = child;
        }
    }

    private void push(Child child) {
        Child top;
        do {
            top = stack;
            child.next = top;
        } while (!STACK.compareAndSet(this, top, child));
        task.wake();
    }

    /** One future, its place in the set, and how it ended. */
    static final class Child implements Waker {
        private final DynamicChildren siblings;

        /** Null when it has ended or was dropped. */
        private @Nullable Future<?> future;

        private @Nullable Child older;
        private @Nullable Child newer;

        /** On the stack, the one under it; in the list, the one behind it. Belongs to whoever set {@link #queued}. */
        private @Nullable Child next;

        /** At first it is as good as woken: it was not polled yet. */
        @SuppressWarnings("UnusedVariable") // read through QUEUED
        private volatile boolean queued = true;

        private boolean ended;
        private @Nullable Object value;
        private @Nullable Throwable failure;

        private Child(DynamicChildren siblings, Future<?> future) {
            this.siblings = siblings;
            this.future = future;
        }

        private boolean ends(Future<?> future, Context cx) {
            try {
                Poll<?> poll = future.poll(cx);
                if (poll.isPending()) {
                    return false;
                }
                value = poll.value();
            } catch (Throwable failure) {
                this.failure = failure;
            }
            ended = true;
            return true;
        }

        boolean hasEnded() {
            return ended;
        }

        /** The value, or the failure thrown. */
        @Nullable Object outcome() throws Exception {
            if (failure != null) {
                throw Children.rethrow(failure);
            }
            return value;
        }

        @Override
        public void wake() {
            // No look before the exchange: a plain load would not order what was written before this wake.
            if (QUEUED.compareAndSet(this, false, true)) {
                siblings.push(this);
            }
        }
    }
}
