package dev.kyoto.internal.time;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/** A timer of the runtime's own, which nobody polls. */
final class Alarm extends TimerEntry<@Nullable Void> {
    Alarm(Waker waker) {
        super(0);
        isDue(Context.of(waker)); // registers it
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
        return isDue(cx) ? Poll.ready(null) : Poll.pending();
    }
}
