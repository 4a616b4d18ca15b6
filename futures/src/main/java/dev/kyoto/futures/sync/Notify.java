package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.Waker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * "Look again": wakes a future that waits for something to change, without saying what. The building block for
 * structures of one's own.
 *
 * <pre>{@code
 * while (true) {                                    // the consumer
 *     var changed = notify.notified();              // first this …
 *     var item = queue.poll();                      // … then the look
 *     if (item != null) return item;
 *     changed.await();
 * }
 * queue.add(item); notify.notifyOne();              // the producer
 * }</pre>
 *
 * <p>{@link #notifyOne()} wakes the one that has waited longest, {@link #notifyLast()} the one that came last; if nobody
 * waits it is <em>stored</em>, and the next future is ready at once. One notification is stored at most. {@link #notifyWaiters()} reaches every future that was
 * <em>created</em> before it, polled or not, and stores nothing.
 *
 * <p>Thread-safe. What happened before a notification is visible to whom it reaches.
 *
 * <h2>The word</h2>
 *
 * <pre>
 *   bits 0, 1    EMPTY     nobody waits, nothing is stored
 *                WAITING   the list is not empty
 *                STORED    nobody waits, the next future is ready at once
 *   bits 2…      how many broadcasts (notifyWaiters) there were
 *
 *   EMPTY → STORED     notifyOne, notifyLast         by compare-and-set
 *   STORED → EMPTY     a poll takes it               by compare-and-set
 *   EMPTY → WAITING    a poll that has to wait       under the lock
 *   WAITING → EMPTY    the last waiter leaves        under the lock
 *   broadcasts + 1     notifyWaiters                 by compare-and-set
 *                                                    while WAITING: under the lock, the list is taken away, EMPTY
 * </pre>
 *
 * While WAITING the word is changed under the lock only. The design is Tokio's; here a broadcast that came after the
 * creation of a future is looked for before a stored notification, so that the stored one is left to others.
 */
public final class Notify {
    private static final long STATE = 3;
    private static final long EMPTY = 0;
    private static final long WAITING = 1;
    private static final long STORED = 2;
    private static final long BROADCAST = 4;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Notify.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long word = EMPTY;

    /** In order of arrival. It is also the lock, of itself and of the word while WAITING. */
    private final WaiterList waiters = new WaiterList();

    /**
     * Waits for a notification: a stored one, a {@link #notifyOne()} or {@link #notifyLast()} that is this future's turn, or any
     * {@link #notifyWaiters()} from now on. Futures are in line in the order in which they were first polled.
     *
     * <p><b>Cancel safety.</b> A dropped future loses its place in the queue and nothing else: a notification that it has been
     * given already goes to the next waiter, of {@code notifyLast} the one before, or is stored.
     */
    @CancelSafe
    public Future<@Nullable Void> notified() {
        return new Notified(this, broadcasts(word));
    }

    /** Wakes the future that has waited longest; if none waits, stores the notification for the next. */
    public void notifyOne() {
        notify(Waiter.Outcome.GRANTED);
    }

    /**
     * Wakes the future that came last; if none waits, stores the notification for the next. For workers that wait for work: the
     * latest to have run out of it has the warmest cache.
     */
    public void notifyLast() {
        notify(Waiter.Outcome.GRANTED_LAST);
    }

    private void notify(Waiter.Outcome granted) {
        while (true) {
            long seen = word;
            if ((seen & STATE) == WAITING) {
                if (notifyWaiting(granted)) {
                    return;
                }
            } else if (WORD.compareAndSet(this, seen, withState(seen, STORED))) {
                // Also done when one is stored already: whoever takes that one must see what happened before this one.
                return;
            }
        }
    }

    private boolean notifyWaiting(Waiter.Outcome granted) {
        Waiter notified;
        synchronized (waiters) {
            notified = granted == Waiter.Outcome.GRANTED ? waiters.first() : waiters.last();
            if (notified == null) {
                return false;
            }
            WaiterList.remove(notified);
            notified.settle(granted);
            leaveWaitingIfEmpty();
        }
        notified.wake();
        return true;
    }

    /** Wakes every future that {@link #notified()} has returned before this call. Stores nothing. */
    public void notifyWaiters() {
        while (true) {
            long seen = word;
            if ((seen & STATE) == WAITING) {
                if (notifyAllWaiting()) {
                    return;
                }
            } else if (WORD.compareAndSet(this, seen, seen + BROADCAST)) {
                return;
            }
        }
    }

    private boolean notifyAllWaiting() {
        WaiterList reached;
        synchronized (waiters) {
            long seen = word;
            if ((seen & STATE) != WAITING) {
                return false;
            }
            reached = waiters.takeAll();
            word = withState(seen + BROADCAST, EMPTY); // WAITING: nobody else changes it
        }
        reached.settleAll(Waiter.Outcome.BROADCAST, waiters);
        return true;
    }

    /** Under the lock. */
    private void leaveWaitingIfEmpty() {
        if (waiters.isEmpty() && (word & STATE) == WAITING) {
            word = withState(word, EMPTY); // WAITING: nobody else changes it
        }
    }

    private boolean hadBroadcastSince(long broadcasts) {
        return broadcasts(word) != broadcasts;
    }

    /** Whether a future created after {@code broadcasts} need not wait; takes the stored notification if need be. */
    private boolean tryTake(long broadcasts) {
        while (true) {
            long seen = word;
            if (broadcasts(seen) != broadcasts) {
                return true;
            }
            if ((seen & STATE) != STORED) {
                return false;
            }
            if (WORD.compareAndSet(this, seen, withState(seen, EMPTY))) {
                return true;
            }
        }
    }

    /** Gives a new waiter a place in the queue; false if it need not wait, because there was a notification meanwhile. */
    private boolean enqueue(Waiter waiter, long broadcasts) {
        synchronized (waiters) {
            while (true) {
                long seen = word;
                if (broadcasts(seen) != broadcasts) {
                    return false;
                }
                boolean stored = (seen & STATE) == STORED;
                // One exchange from the word that was looked at: a broadcast in between makes it fail.
                if (WORD.compareAndSet(this, seen, withState(seen, stored ? EMPTY : WAITING))) {
                    if (!stored) {
                        waiters.addLast(waiter);
                    }
                    return !stored;
                }
            }
        }
    }

    /** Takes a waiter out, if it is still in; passes on what it was given. */
    private void abandon(Waiter waiter) {
        synchronized (waiters) {
            if (waiter.isWaiting()) {
                WaiterList.remove(waiter);
                waiter.settle(Waiter.Outcome.CLOSED);
                leaveWaitingIfEmpty();
            }
        }
        Waiter.Outcome outcome = waiter.outcome();
        if (outcome == Waiter.Outcome.GRANTED || outcome == Waiter.Outcome.GRANTED_LAST) {
            notify(outcome);
        }
    }

    private static long withState(long word, long state) {
        return (word & ~STATE) | state;
    }

    private static long broadcasts(long word) {
        return word & ~STATE;
    }

    @Override
    public String toString() {
        long state = word & STATE;
        return state == EMPTY ? "Notify[]" : state == STORED ? "Notify[stored]" : "Notify[waited for]";
    }

    private static final class Notified extends AbstractFuture<@Nullable Void> {
        private final Notify notify;

        /** The broadcasts before this future was created. */
        private final long broadcasts;

        private @Nullable Waiter waiter;

        Notified(Notify notify, long broadcasts) {
            this.notify = notify;
            this.broadcasts = broadcasts;
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            if (waiter == null ? begin(cx.waker()) : resume(waiter, cx.waker())) {
                waiter = null;
                return readyWith(null);
            }
            cx.refund();
            return Poll.pending();
        }

        private boolean begin(Waker waker) {
            if (notify.tryTake(broadcasts)) {
                return true;
            }
            waiter = new Waiter(waker);
            return !notify.enqueue(waiter, broadcasts);
        }

        private boolean resume(Waiter waiter, Waker waker) {
            if (notify.hadBroadcastSince(broadcasts)) { // looked at, because the waking of all waiters takes its time
                notify.abandon(waiter);
                return true;
            }
            waiter.renewWaker(waker, notify.waiters);
            return !waiter.isWaiting();
        }

        @Override
        protected void dropped() {
            if (waiter != null) {
                notify.abandon(waiter);
                waiter = null;
            }
        }

        @Override
        protected Resource resource() {
            return Resource.of("Notify", notify, "");
        }

        @Override
        protected String describe() {
            return "Notify.notified()";
        }
    }
}
