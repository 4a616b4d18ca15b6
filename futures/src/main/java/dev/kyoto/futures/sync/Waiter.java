package dev.kyoto.futures.sync;

import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/**
 * One future's place in a queue: made when the future has to wait, so that one that need not wait allocates nothing.
 *
 * <p>A waiter is {@link Outcome#WAITING} while it is linked into a {@link WaiterList}. Whoever takes it out settles it,
 * once, under the lock of the structure it waits for, and wakes it after the lock was released. Its other fields are
 * guarded by that lock until then; afterwards they belong to whoever settled it. The outcome alone is also read without
 * the lock, by the future's next poll: it is volatile, so everything before it was settled is visible to that poll.
 */
final class Waiter {
    enum Outcome {
        /** Still in the queue. */
        WAITING,
        /** Got what it waited for, this waiter alone: a future that is dropped now has to pass it on. */
        GRANTED,
        /** Likewise, from the end of the queue, where it is to be passed on. Of {@link Notify} only. */
        GRANTED_LAST,
        /** Told together with everybody else: nothing to pass on. */
        BROADCAST,
        /** Will never get it. */
        CLOSED
    }

    /** Neighbours in the list; in a {@link WakeBatch}, {@code next} is the one to be woken after this one. */
    @Nullable Waiter previous;

    @Nullable Waiter next;

    /** What a semaphore still owes to this waiter. No other structure uses it. */
    int missing;

    private Waker waker;

    /** Null while waiting: a volatile field that is set here first would cost a fence before anybody else can look. */
    private volatile @Nullable Outcome settled;

    Waiter(Waker waker) {
        this.waker = waker;
    }

    Outcome outcome() {
        Outcome now = settled;
        return now == null ? Outcome.WAITING : now;
    }

    boolean isWaiting() {
        return settled == null;
    }

    /** Called under the lock, by whoever took this waiter out of its list, or did not put it in. */
    void settle(Outcome outcome) {
        settled = outcome;
    }

    /**
     * Makes {@code waker} the one that is woken; called by the future's own polls, without the lock.
     *
     * @param lock what guards the list that this waiter is in
     */
    void renewWaker(Waker waker, Object lock) {
        if (this.waker == waker) { // only this method writes it, so the polling thread may look without the lock
            return;
        }
        synchronized (lock) {
            if (isWaiting()) {
                this.waker = waker;
            }
        }
    }

    /** Called by whoever settled this waiter, without the lock. */
    void wake() {
        waker.wake();
    }
}
