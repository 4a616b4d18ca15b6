package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import org.jspecify.annotations.Nullable;

/** A timer for one deadline after another, polled by whoever has the deadlines: a future by descent only. */
final class QueueTimer extends TimerEntry<@Nullable Void> {
    QueueTimer() {
        super(0);
    }

    /** Whether {@code deadline} has come; if not, the context's waker will be woken then. */
    boolean isDueAt(long deadline, Context cx) {
        if (!isArmed() || deadline() != deadline) {
            Timers timers = timersOf(cx);
            if (timers == null) {
                return false;
            }
            disarm();
            arm(timers, deadline);
        }
        return isDue(cx);
    }

    void stop() {
        disarm();
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
        throw new IllegalStateException("A queue's timer is not awaited.");
    }
}
