package dev.kyoto.futures.sync;

import org.jspecify.annotations.Nullable;

/**
 * Waiters that were settled under a lock, to be woken once it is released, in the same order. They are chained through
 * their own links, so collecting them allocates nothing more.
 */
final class WakeBatch {
    /** How many are settled in one go before the lock is let go. Tokio's value. */
    private static final int LIMIT = 32;

    private @Nullable Waiter first;
    private @Nullable Waiter last;
    private int size;

    boolean hasRoom() {
        return size < LIMIT;
    }

    /** Takes {@code waiter} out of its list and settles it. Under the lock. */
    void settle(Waiter waiter, Waiter.Outcome outcome) {
        WaiterList.remove(waiter);
        waiter.settle(outcome);
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        size++;
    }

    /** Without the lock. */
    void wake() {
        Waiter waiter = first;
        while (waiter != null) {
            Waiter next = waiter.next;
            waiter.next = null;
            waiter.wake();
            waiter = next;
        }
    }
}
