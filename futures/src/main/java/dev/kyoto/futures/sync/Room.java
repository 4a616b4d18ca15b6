package dev.kyoto.futures.sync;

import dev.kyoto.futures.Resource;

/**
 * The places of a bounded channel. A place is a permit: taken by a sender, travelling with the message, returned by the
 * receiver. So the channel has ended when it is closed and all permits are back: then nothing is in the queue, nothing on
 * its way, and nobody holds a place.
 */
final class Room<T> {
    final Channel<T> channel;
    final int capacity;
    final Permits places;

    Room(Channel<T> channel, int capacity) {
        this.channel = channel;
        this.capacity = capacity;
        this.places = new Permits(capacity);
    }

    /** What a sender waits for. */
    Resource resource() {
        int free = places.available();
        return Resource.of(
                channel.name, channel, free == 0 ? "full" : capacity - free + " of " + capacity + " places taken");
    }

    /** Whether every message was taken and none can come; once true it stays true. */
    boolean isOver() {
        return places.isClosedWithAll(capacity);
    }

    /** A sender had {@code count} places and gives them back unused. */
    void returned(int count) {
        places.release(count);
        placeMayBeBack();
    }

    /** The receiver of a closed channel waits for places as well as for messages. */
    void placeMayBeBack() {
        if (places.isClosed()) {
            channel.endMayHaveCome();
        }
    }
}
