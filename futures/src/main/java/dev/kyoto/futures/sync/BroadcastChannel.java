package dev.kyoto.futures.sync;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Waker;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the handles of one {@link Broadcast} share: a ring of the last messages, each with its number.
 *
 * <p>Messages are numbered from 0; number n lies in slot n modulo the capacity. An entry is immutable and published by one
 * release write, so a receiver learns everything from one acquire read of the slot where its next message belongs: there
 * (the numbers are equal), not yet (nothing, or an older number), or overwritten (a newer number). Receiving therefore
 * takes no lock and writes nothing shared.
 *
 * <p>Senders are put in order by the lock, which also guards who waits. A receiver that found nothing looks at
 * {@link #sent} again under the lock before it queues: no message slips in between.
 */
final class BroadcastChannel<T> {
    static final int MAX_CAPACITY = 1 << 30;

    record Entry<T>(long number, T message) {}

    final int capacity;

    private final AtomicReferenceArray<@Nullable Entry<T>> ring;

    /** Receivers that found nothing. It is also the lock. */
    private final WaiterList waiters = new WaiterList();

    /** How many messages were sent, which is the number of the next one. Changed under the lock. */
    private volatile long sent;

    /** Changed under the lock. */
    private volatile int receivers;

    /** Under the lock. */
    private final Positions positions = new Positions();

    /** Tells that the last receiver has left. */
    private final Notify receiversGone = new Notify();

    /** Under the lock. */
    private int senders = 1;

    /** Whether every sender is closed. Set under the lock. */
    private volatile boolean ended;

    BroadcastChannel(int capacity) {
        this.capacity = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        this.ring = new AtomicReferenceArray<>(this.capacity);
    }

    // ---- senders

    /** Returns how many receivers there are. */
    int send(T message) {
        int reached;
        WaiterList waiting;
        synchronized (waiters) {
            if (ended) {
                throw new ClosedException("The last sender of this broadcast channel was closed. Nothing was sent.");
            }
            reached = receivers;
            if (reached == 0) {
                return 0;
            }
            long number = sent;
            ring.setRelease(slot(number), new Entry<>(number, message));
            sent = number + 1;
            if (waiters.isEmpty()) {
                return reached;
            }
            waiting = waiters.takeAll();
        }
        waiting.settleAll(Waiter.Outcome.BROADCAST, waiters);
        return reached;
    }

    /** Counts one more sender handle. False if there is none left to copy from. */
    boolean addSender() {
        synchronized (waiters) {
            if (ended) {
                return false;
            }
            senders++;
            return true;
        }
    }

    void removeSender() {
        WaiterList waiting;
        synchronized (waiters) {
            senders--;
            if (senders > 0) {
                return;
            }
            ended = true;
            waiting = waiters.takeAll();
        }
        waiting.settleAll(Waiter.Outcome.BROADCAST, waiters);
    }

    int receiverCount() {
        return receivers;
    }

    /** How many messages there are that the slowest receiver can still take. */
    int unseen() {
        synchronized (waiters) {
            return (int) Math.min(sent - positions.slowest(sent), capacity);
        }
    }

    // ---- receivers

    /** Counts one more receiver. Returns where it stands: before the next message. */
    Positions.Position addReceiver() {
        synchronized (waiters) {
            Positions.Position position = positions.add(sent);
            receivers = positions.count();
            return position;
        }
    }

    /** Called once, by who closed {@code receiver}. */
    void removeReceiver(Broadcast.Receiver<T> receiver) {
        boolean last;
        Waiter waiting;
        synchronized (waiters) {
            positions.remove(receiver.next);
            receivers = positions.count();
            last = receivers == 0;
            waiting = receiver.waiter;
            if (waiting != null && waiting.isWaiting()) {
                WaiterList.remove(waiting);
                waiting.settle(Waiter.Outcome.CLOSED);
            } else {
                waiting = null;
            }
        }
        if (waiting != null) {
            waiting.wake();
        }
        if (last) {
            receiversGone.notifyWaiters();
        }
    }

    Future<@Nullable Void> whenReceiversGone() {
        return Until.holds(() -> receivers == 0, receiversGone, "Broadcast", this, "Broadcast.Sender.closed()");
    }

    /** How many messages were sent since the one that {@code receiver} saw last. */
    long sentAfter(Broadcast.Receiver<T> receiver) {
        return sent - receiver.next.getPlain();
    }

    boolean isEnded() {
        return ended;
    }

    /** The receiver's next message, or null if it was not sent yet. */
    @Nullable T take(Broadcast.Receiver<T> receiver) {
        if (!receiver.isOpen()) {
            throw closedReceiver();
        }
        long wanted = receiver.next.getPlain();
        Entry<T> entry = ring.getAcquire(slot(wanted));
        if (entry == null || entry.number() < wanted) {
            return null;
        }
        if (entry.number() > wanted) {
            // The entry may be visible a moment before the count that includes it.
            long oldest = Math.max(sent, entry.number() + 1) - capacity;
            receiver.next.setRelease(oldest);
            throw new LaggedException(oldest - wanted);
        }
        receiver.next.setRelease(wanted + 1);
        return entry.message();
    }

    /** Makes {@code waker} the one that is woken by the next message or the end; false if there is news already. */
    boolean await(Broadcast.Receiver<T> receiver, Waker waker) {
        Waiter waiting = receiver.waiter;
        if (waiting != null && waiting.isWaiting()) {
            waiting.renewWaker(waker, waiters);
            return waiting.isWaiting();
        }
        synchronized (waiters) {
            if (sent > receiver.next.getPlain() || ended || !receiver.isOpen()) {
                return false;
            }
            waiting = new Waiter(waker);
            waiters.addLast(waiting);
            receiver.waiter = waiting;
            return true;
        }
    }

    /** The receive that waited was dropped. */
    void abandon(Broadcast.Receiver<T> receiver) {
        synchronized (waiters) {
            Waiter waiting = receiver.waiter;
            if (waiting != null && waiting.isWaiting()) {
                WaiterList.remove(waiting);
                waiting.settle(Waiter.Outcome.CLOSED);
            }
            receiver.waiter = null;
        }
    }

    static ClosedException closedReceiver() {
        return new ClosedException("This broadcast receiver was closed. To receive again, subscribe() anew.");
    }

    private int slot(long number) {
        return (int) (number & (capacity - 1));
    }
}
