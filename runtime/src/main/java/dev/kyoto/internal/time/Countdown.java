package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A time that is waited for now and then, and starts at once: not, like a sleep, at its first poll. */
final class Countdown {
    private @Nullable SleepFuture left;
    private boolean started;

    /** Counts {@code duration} from now. */
    void start(Duration duration, Context cx) throws Exception {
        stop();
        started = true;
        left = SleepFuture.of(duration);
        isOver(cx);
    }

    boolean isStarted() {
        return started;
    }

    /** Whether the time is over; if not, the waker of {@code cx} is woken when it is. */
    boolean isOver(Context cx) throws Exception {
        if (left != null && left.poll(cx).isReady()) {
            left = null;
        }
        return started && left == null;
    }

    void stop() {
        started = false;
        if (left != null) {
            Dropper.discard(left);
            left = null;
        }
    }
}
