package dev.kyoto.futures.sync;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the handles of one {@link Mpsc} channel share: the queue, who is woken when something comes, and who is still
 * there. The two kinds of channel differ in what bounds and what ends the queue.
 */
abstract class MpscChannel<T> {
    final MessageQueue<T> queue;

    /** Who waits for a message or the end. */
    final AtomicWaker receiver = new AtomicWaker();

    private final Notify closing = new Notify();
    private volatile boolean receiverClosed;

    /** The sender handles that are open. At 0 for ever: nobody is left to copy from. */
    private final HandleCount senders = new HandleCount();

    /** The receive future that is pending; touched by the receiving task only. */
    @Nullable Future<?> receiving;

    MpscChannel(int segmentSize) {
        queue = new MessageQueue<>(segmentSize);
    }

    /** No message is accepted that does not have its place already. */
    abstract void refuseMore();

    /** Whether every message was taken and none can come; once true it stays true. */
    abstract boolean isAtEnd();

    /** Called when a message was taken. */
    abstract void taken(int count);

    final void put(T message) {
        if (!queue.offer(message)) {
            throw closedException();
        }
        receiver.wake();
    }

    // ---- senders

    /** Counts one more sender handle. False if there is none left to copy from. */
    final boolean addSender() {
        return senders.tryAdd();
    }

    final void removeSender() {
        if (senders.remove()) {
            refuseMore();
            receiver.wake();
        }
    }

    final boolean isReceiverClosed() {
        return receiverClosed;
    }

    final Future<@Nullable Void> receiverClosed() {
        return Until.holds(this::isReceiverClosed, closing, "Mpsc.Sender.closed()");
    }

    final ClosedException closedException() {
        return new ClosedException(
                isReceiverClosed()
                        ? "The Mpsc receiver was closed: nobody takes messages any more. Nothing was sent."
                        : "The last sender of this Mpsc channel was closed. Nothing was sent; close a sender after its"
                                + " sends are done.");
    }

    // ---- the receiver

    /** The next message, or null if there is none now. */
    final @Nullable T take() {
        T message = queue.poll();
        if (message != null) {
            taken(1);
        }
        return message;
    }

    /** As {@link #take()}, but null means that no message was completely sent before this call. */
    @SuppressWarnings("ThreadPriorityCheck") // correct without the yield, which lets an interrupted sender finish
    final @Nullable T takeCompleted() {
        while (true) {
            T message = take();
            if (message != null || queue.isAtEnd() || !queue.isBeingWritten()) {
                return message;
            }
            Thread.yield(); // a sender has claimed the slot and is about to write it
        }
    }

    final void closeReceiver() {
        receiverClosed = true; // first, so that those who are refused are told why
        refuseMore();
        closing.notifyWaiters();
        receiver.wake();
    }

    /** A channel without bounds. Its end is the mark in the queue. */
    static final class Unbounded<T> extends MpscChannel<T> {
        Unbounded(int segmentSize) {
            super(segmentSize);
        }

        @Override
        void refuseMore() {
            queue.close();
        }

        @Override
        boolean isAtEnd() {
            return queue.isAtEnd();
        }

        @Override
        void taken(int count) {}
    }

    /**
     * A channel with so many places. A place is a permit: taken by a sender, travelling with the message, returned by the
     * receiver. So the channel has ended when it is closed and all permits are back: then nothing is in the queue, nothing
     * on its way, and nobody holds a place.
     */
    static final class Bounded<T> extends MpscChannel<T> {
        final int capacity;
        final Permits places;

        Bounded(int capacity, int segmentSize) {
            super(segmentSize);
            this.capacity = capacity;
            this.places = new Permits(capacity);
        }

        @Override
        void refuseMore() {
            places.close();
        }

        @Override
        boolean isAtEnd() {
            return places.isClosedWithAll(capacity);
        }

        @Override
        void taken(int count) {
            places.release(count);
        }

        /** A sender had a place and gives it back unused. */
        void placeReturned() {
            places.release(1);
            wakeReceiverAtEnd();
        }

        /** The receiver of a closed channel waits for places as well as for messages. */
        void wakeReceiverAtEnd() {
            if (places.isClosed()) {
                receiver.wake();
            }
        }
    }
}
