package dev.kyoto.net;

import dev.kyoto.futures.Context;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.time.Sleep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a listener observes between a failed accept and the next one. The connection that could not be accepted still waits,
 * so trying again at once would fail at once, as fast as the processor goes.
 *
 * <p>It belongs to the listener, not to one accept: an accept that is dropped and made again, as in a {@code select} in a
 * loop, goes on with the same pause. Touched by the one task that accepts.
 */
final class AcceptPause {
    /** Go's net/http waits as long after the first failure, … */
    static final long FIRST_MILLIS = 5;

    /** … doubles it, and waits no longer than this. */
    static final long LONGEST_MILLIS = 1000;

    private long millis;
    private @Nullable Sleep sleep;

    boolean isOn() {
        return sleep != null;
    }

    /** Whether an accept may be tried; if not, the waker of {@code cx} will be woken when it may. */
    boolean isOver(Context cx) throws Exception {
        if (sleep != null && sleep.poll(cx).isPending()) {
            return false;
        }
        sleep = null;
        return true;
    }

    void failed() {
        millis = millis == 0 ? FIRST_MILLIS : Math.min(2 * millis, LONGEST_MILLIS);
        sleep = SleepFuture.of(Duration.ofMillis(millis));
    }

    void succeeded() {
        millis = 0;
    }
}
