package dev.kyoto.futures.sync;

import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in order of arrival. Not thread-safe: guarded by the lock of the structure that it belongs to.
 *
 * <p>A circle of nodes closed by a sentinel, so that a waiter can leave from any position, and from whichever list it was
 * moved to, without knowing the list.
 */
final class WaiterList {
    private final Waiter sentinel = new Waiter(Waker.noop());

    WaiterList() {
        sentinel.previous = sentinel;
        sentinel.next = sentinel;
    }

    boolean isEmpty() {
        return sentinel.next == sentinel;
    }

    /** The one that has waited longest, or null. */
    @Nullable Waiter first() {
        Waiter first = next(sentinel);
        return first == sentinel ? null : first;
    }

    /** The one that came last, or null. */
    @Nullable Waiter last() {
        Waiter last = previous(sentinel);
        return last == sentinel ? null : last;
    }

    void addLast(Waiter waiter) {
        Waiter last = previous(sentinel);
        waiter.previous = last;
        waiter.next = sentinel;
        last.next = waiter;
        sentinel.previous = waiter;
    }

    /** Takes {@code waiter} out of the list it is in, whichever that is. */
    static void remove(Waiter waiter) {
        Waiter previous = previous(waiter);
        Waiter next = next(waiter);
        previous.next = next;
        next.previous = previous;
        waiter.previous = null;
        waiter.next = null;
    }

    /** Moves all waiters to a list of their own, in O(1). */
    WaiterList takeAll() {
        WaiterList taken = new WaiterList();
        if (!isEmpty()) {
            Waiter first = next(sentinel);
            Waiter last = previous(sentinel);
            taken.sentinel.next = first;
            first.previous = taken.sentinel;
            taken.sentinel.previous = last;
            last.next = taken.sentinel;
            sentinel.previous = sentinel;
            sentinel.next = sentinel;
        }
        return taken;
    }

    /**
     * Settles and wakes every waiter of this list, a batch at a time, so that {@code lock} is never held for long.
     * Meanwhile waiters may leave the list, under the lock; nobody may enter.
     */
    void settleAll(Waiter.Outcome outcome, Object lock) {
        boolean more;
        do {
            WakeBatch batch = new WakeBatch();
            synchronized (lock) {
                for (Waiter first = first(); first != null && batch.hasRoom(); first = first()) {
                    batch.settle(first, outcome);
                }
                more = !isEmpty();
            }
            batch.wake();
        } while (more);
    }

    @SuppressWarnings("NullAway") // a linked waiter has neighbours
    private static Waiter next(Waiter waiter) {
        return waiter.next;
    }

    @SuppressWarnings("NullAway") // as above
    private static Waiter previous(Waiter waiter) {
        return waiter.previous;
    }
}
