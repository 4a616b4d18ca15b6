package dev.kyoto.futures.sync;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the handles of one {@link Mpsc} channel share: the queue, who is woken when something comes, and who is still
 * there. The two kinds of channel differ in what bounds and what ends the queue.
 */
abstract class MpscChannel<T> extends Channel<T> {
    final MessageQueue<T> queue;

    /** Who waits for a message or the end. */
    final AtomicWaker receiver = new AtomicWaker();

    /** The receive future that is pending; touched by the receiving task only. */
    @Nullable Future<?> receiving;

    MpscChannel(int segmentSize) {
        super("Mpsc");
        queue = new MessageQueue<>(segmentSize);
    }

    /** Whether every message was taken and none can come; once true it stays true. */
    abstract boolean isAtEnd();

    /** Called when a message was taken. */
    abstract void taken();

    @Override
    final void put(T message) {
        if (!queue.offer(message)) {
            throw closedException();
        }
        receiver.wake();
    }

    @Override
    final void sendUnbounded(T message) {
        put(message);
    }

    @Override
    final void endMayHaveCome() {
        receiver.wake();
    }

    /** The next message, or null if there is none now. */
    final @Nullable T take() {
        T message = queue.poll();
        if (message != null) {
            taken();
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
        void taken() {}
    }

    /** A channel with so many places. */
    static final class Bounded<T> extends MpscChannel<T> {
        final Room<T> room;

        Bounded(int capacity, int segmentSize) {
            super(segmentSize);
            this.room = new Room<>(this, capacity);
        }

        @Override
        void refuseMore() {
            room.places.close();
        }

        @Override
        boolean isAtEnd() {
            return room.isOver();
        }

        @Override
        void taken() {
            room.places.release(1);
        }
    }
}
