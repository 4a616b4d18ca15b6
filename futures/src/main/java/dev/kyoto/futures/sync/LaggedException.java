package dev.kyoto.futures.sync;

/**
 * A {@link Broadcast} receiver was too slow: messages that it had not received were overwritten by newer ones. The
 * receiver stays usable; its next {@code recv()} yields the oldest message that is still there.
 */
public final class LaggedException extends RuntimeException {
    private final long missed;

    LaggedException(long missed) {
        super("This broadcast receiver missed " + missed + (missed == 1 ? " message" : " messages")
                + ", which newer ones have overwritten. Receive faster, or make the channel with a larger capacity; the next"
                + " recv() goes on with the oldest message still there.");
        this.missed = missed;
    }

    /** How many messages were lost to this receiver; at least 1. */
    public long missed() {
        return missed;
    }
}
