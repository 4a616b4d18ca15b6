package dev.kyoto.http;

import dev.kyoto.time.Clock;
import java.time.Duration;

/**
 * How long a peer may make a connection wait while a body goes over it: for so long altogether, and each byte gives some of the time
 * back. So it may pause, and it may be slow, but not both for long: without this, a byte a minute would hold a connection for
 * ever. Only the time that somebody waits for the peer counts.
 *
 * <p>Belongs to whoever polls the connection.
 */
final class Pace {
    private static final long SECOND = 1_000_000_000;

    private final Clock clock;
    private final long most;
    private final long perByte;
    private long left;
    private long since;
    private boolean isWaiting;

    /**
     * @param patience for a peer that does nothing
     * @param bytesPerSecond as many as have to move for the patience to last; with 0, any byte gives back all of it
     */
    Pace(Clock clock, Duration patience, int bytesPerSecond) {
        this.clock = clock;
        this.most = patience.toNanos();
        this.perByte = bytesPerSecond == 0 ? most : Math.max(1, SECOND / bytesPerSecond);
        this.left = most;
    }

    /** For the next message: with all of the patience. */
    Pace again() {
        left = most;
        isWaiting = false;
        return this;
    }

    /** Somebody begins to wait for the peer, or goes on: how long that may take, in nanoseconds. */
    long waits() {
        if (!isWaiting) {
            isWaiting = true;
            since = clock.nanos();
        }
        return left;
    }

    /** So many bytes have moved: nobody waits any more. */
    void moved(int bytes) {
        if (isWaiting) {
            isWaiting = false;
            left = Math.max(0, left - (clock.nanos() - since));
        }
        if (left < most) {
            left = bytes >= most / perByte ? most : Math.min(most, left + bytes * perByte);
        }
    }
}
