package dev.kyoto.futures.sync;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the receivers of a {@link Broadcast} stand. Guarded by the lock of the channel, except for the numbers.
 *
 * <p>These are not the receivers themselves, so that one that is lost instead of closed is garbage, and can be found.
 */
final class Positions {
    /** The number of one receiver's next message: moved by the task that receives, read by whoever looks at all. */
    static final class Position extends AtomicLong {
        private static final long serialVersionUID = 1;

        private transient Position previous = this;
        private transient Position next = this;

        private Position(long number) {
            super(number);
        }
    }

    /** Closes the circle. */
    private final Position sentinel = new Position(0);

    private int count;

    int count() {
        return count;
    }

    Position add(long number) {
        Position added = new Position(number);
        added.previous = sentinel.previous;
        added.next = sentinel;
        added.previous.next = added;
        sentinel.previous = added;
        count++;
        return added;
    }

    void remove(Position position) {
        position.previous.next = position.next;
        position.next.previous = position.previous;
        count--;
    }

    /** The lowest number; {@code latest} if there is none. */
    long slowest(long latest) {
        long slowest = latest;
        for (Position position = sentinel.next; position != sentinel; position = position.next) {
            slowest = Math.min(slowest, position.getAcquire());
        }
        return slowest;
    }
}
