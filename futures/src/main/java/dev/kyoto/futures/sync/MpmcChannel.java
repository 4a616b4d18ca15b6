package dev.kyoto.futures.sync;

import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the handles of one {@link Mpmc} channel share. Messages are counted twice: their places by the {@link Room}, and
 * they themselves by permits of their own, which receivers acquire in order of arrival. Who has acquired one finds a message
 * in the queue, for a message is put in before its permit is released. So a receive that is dropped with its permit hands
 * that on, and no message ever leaves the queue but in the poll that yields it.
 *
 * <p>When the room is over, no message is left and none can come: the messages' permits are closed then, which tells every
 * receiver. Whoever may have brought back the last place, or closed the room, looks whether it is so; both change the
 * one word that they look at, so the later of them sees it.
 *
 * <p>A channel without bounds is one with more places than there is memory.
 */
final class MpmcChannel<T> extends Channel<T> {
    final Room<T> room;
    final Permits messages = new Permits(0);
    final HandleCount receivers = new HandleCount();

    private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();

    MpmcChannel(int capacity) {
        super("Mpmc");
        room = new Room<>(this, capacity);
    }

    @Override
    void put(T message) {
        queue.add(message);
        messages.release(1);
    }

    @Override
    void sendUnbounded(T message) {
        if (!room.places.tryAcquire(1)) {
            if (room.places.isClosed()) {
                throw closedException();
            }
            throw new IllegalStateException("An unbounded Mpmc channel holds " + room.capacity
                    + " messages at most. Receive faster, or slow the senders down with a bounded one.");
        }
        put(message);
    }

    @Override
    void refuseMore() {
        room.places.close();
    }

    @Override
    void endMayHaveCome() {
        if (room.isOver()) {
            messages.close();
        }
    }

    /** The next message, for who has acquired its permit. */
    T take() {
        T message = Objects.requireNonNull(queue.poll(), "a message for each permit");
        room.returned(1);
        return message;
    }

    void removeReceiver() {
        if (receivers.remove()) {
            receiverClosed();
            while (messages.tryAcquire(1)) { // nobody will
                take();
            }
        }
    }
}
