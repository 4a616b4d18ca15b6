package dev.kyoto.futures.sync;

import dev.kyoto.futures.Waker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counting core of {@link Semaphore}, the locks and the bounded channels: permits, and who waits for
 * them, strictly in order of arrival.
 *
 * <p>The algorithm is that of Tokio's batch semaphore, except that a release finds out from the word, without the lock,
 * that nobody waits.
 *
 * <h2>The word</h2>
 *
 * <pre>
 *   bit 0        CLOSED   no permit is given out any more; set once, never cleared
 *   bit 1        QUEUED   the list is not empty and the semaphore not closed
 *   bits 2…32    the permits that are free
 * </pre>
 *
 * <ol>
 *   <li>While QUEUED is clear, anybody takes and returns permits by compare-and-set on the word. No lock.
 *   <li>QUEUED is set and cleared under the lock only, and while it is set the word is changed under the lock only.
 *   <li>QUEUED implies that no permit is free: the waiter at the head owns all that came back so far, even if they are
 *       not enough for it yet. Hence a big request at the head blocks the small ones behind it, and nobody barges in.
 *   <li>A release while QUEUED is set gives to the head, then to the next, and so on, directly.
 *   <li>Whoever leaves the queue returns what it owns, which is {@code wanted - missing} in every case.
 * </ol>
 *
 * <p>Everybody meets on the one word, so no ordering between two variables is needed: a compare-and-set that takes
 * permits reads from the one that returned them, and what happened before the return is visible after the taking. With
 * a waiter in between, its volatile outcome carries that edge.
 */
final class Permits {
    private static final long CLOSED = 1;
    private static final long QUEUED = 2;
    private static final int SHIFT = 2;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Permits.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long word;

    /**
     * Of a lock: the number of the task that was polled when it was acquired, or 0. Plain, for diagnostics: written by who has the
     * lock, so that each write happens before the next; who only looks sees one of them. A number, because to store a reference
     * costs a nanosecond each time with the G1 collector: a third of what it takes to lock and unlock.
     */
    private long owner;

    /** In order of arrival. It is also the lock, of itself and of the word while QUEUED. */
    private final WaiterList waiters = new WaiterList();

    Permits(int permits) {
        word = (long) permits << SHIFT;
    }

    /** Called by who has acquired a lock, in the poll that did. */
    void ownedBy(long taskId) {
        owner = taskId;
    }

    /** Called before a release. */
    void disowned() {
        owner = 0;
    }

    /** 0 if it is not known, or nobody has it. */
    long owner() {
        return owner;
    }

    int available() {
        return (int) (word >>> SHIFT);
    }

    boolean isClosed() {
        return (word & CLOSED) != 0;
    }

    /** Whether it is closed and all of {@code permits} are back; once true it stays true. */
    boolean isClosedWithAll(int permits) {
        return word == ((long) permits << SHIFT | CLOSED);
    }

    /** Takes {@code wanted} permits if they are free, nobody waits, and it is not closed. */
    boolean tryAcquire(int wanted) {
        long cost = (long) wanted << SHIFT;
        while (true) {
            long seen = word;
            if ((seen & (CLOSED | QUEUED)) != 0 || seen < cost) {
                return false;
            }
            if (WORD.compareAndSet(this, seen, seen - cost)) {
                return true;
            }
        }
    }

    /** Takes up to {@code count} permits that are free, for good. Returns how many. */
    int forget(int count) {
        while (true) {
            long seen = word;
            int taken = (int) Math.min(seen >>> SHIFT, count);
            if (taken == 0 || WORD.compareAndSet(this, seen, seen - ((long) taken << SHIFT))) {
                return taken; // rule 3: none is free while somebody waits
            }
        }
    }

    /**
     * The slow path of a first poll: takes the permits after all, or what is there of them and a place at the end.
     *
     * @return what became of the new waiter by this call; it may have been settled since, and is woken then
     */
    Waiter.Outcome enqueue(Waiter waiter, int wanted) {
        waiter.missing = wanted;
        synchronized (waiters) {
            while (true) {
                long seen = word;
                if ((seen & CLOSED) != 0) {
                    waiter.settle(Waiter.Outcome.CLOSED);
                    return Waiter.Outcome.CLOSED;
                }
                if ((seen & QUEUED) != 0) {
                    waiters.addLast(waiter);
                    return Waiter.Outcome.WAITING;
                }
                int taken = (int) Math.min(seen >>> SHIFT, wanted);
                boolean enough = taken == wanted;
                if (WORD.compareAndSet(this, seen, enough ? seen - ((long) taken << SHIFT) : QUEUED)) {
                    waiter.missing = wanted - taken;
                    if (enough) {
                        waiter.settle(Waiter.Outcome.GRANTED);
                        return Waiter.Outcome.GRANTED;
                    }
                    waiters.addLast(waiter);
                    return Waiter.Outcome.WAITING;
                }
            }
        }
    }

    /** What has become of a waiter; if nothing yet, {@code waker} is woken when it does. */
    Waiter.Outcome repoll(Waiter waiter, Waker waker) {
        if (isClosed()) {
            settleRefused(waiter);
        } else {
            waiter.renewWaker(waker, waiters);
        }
        return waiter.outcome();
    }

    /** The semaphore is closed, and this waiter may be ahead of the thread that goes round to tell everybody. */
    private void settleRefused(Waiter waiter) {
        synchronized (waiters) {
            if (waiter.isWaiting()) {
                WaiterList.remove(waiter);
                waiter.settle(Waiter.Outcome.CLOSED);
            }
        }
    }

    /** Takes a dropped or refused waiter out, if it is still in, and returns what it owns. */
    void abandon(Waiter waiter, int wanted) {
        int owned;
        synchronized (waiters) {
            owned = wanted - waiter.missing;
            if (waiter.isWaiting()) {
                WaiterList.remove(waiter);
                waiter.settle(Waiter.Outcome.CLOSED);
                owned -= freeIfNobodyWaits(owned);
            }
        }
        release(owned);
    }

    /** Under the lock, when waiters have left: if they were the last, frees {@code count} permits and returns that. */
    private int freeIfNobodyWaits(int count) {
        if ((word & QUEUED) == 0 || !waiters.isEmpty()) {
            return 0;
        }
        word = (long) count << SHIFT; // rules 2 and 3
        return count;
    }

    /**
     * Returns permits, to those who wait first.
     *
     * @throws IllegalArgumentException if more permits would be free than an int can count
     */
    void release(int count) {
        int left = count;
        while (left > 0) {
            long seen = word;
            if ((seen & QUEUED) != 0) {
                left = handOver(left);
                continue;
            }
            if ((seen >>> SHIFT) + left > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("Adding " + left + " permits to the " + (seen >>> SHIFT)
                        + " that are free exceeds the maximum of " + Integer.MAX_VALUE + ".");
            }
            if (WORD.compareAndSet(this, seen, seen + ((long) left << SHIFT))) {
                return;
            }
        }
    }

    /** Gives permits to the waiters at the head, the rest to the word if none is left. Returns what is still to give. */
    private int handOver(int count) {
        int left = count;
        WakeBatch granted = new WakeBatch();
        synchronized (waiters) {
            if ((word & QUEUED) == 0) {
                return left;
            }
            Waiter head = waiters.first();
            while (left > 0 && head != null && granted.hasRoom()) {
                int given = Math.min(left, head.missing);
                head.missing -= given;
                left -= given;
                if (head.missing > 0) {
                    break;
                }
                granted.settle(head, Waiter.Outcome.GRANTED);
                head = waiters.first();
            }
            left -= freeIfNobodyWaits(left);
        }
        granted.wake();
        return left;
    }

    /** Refuses whoever waits, and everybody from now on. Permits that are out may still come back. */
    void close() {
        WaiterList refused;
        synchronized (waiters) {
            WORD.getAndBitwiseOr(this, CLOSED);
            WORD.getAndBitwiseAnd(this, ~QUEUED);
            refused = waiters.takeAll();
        }
        refused.settleAll(Waiter.Outcome.CLOSED, waiters);
    }
}
