package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Notify;
import org.jspecify.annotations.Nullable;

/** Something that happens once and that any number of tasks may wait for. Thread-safe. */
final class StopSignal {
    private final Notify notify = new Notify();
    private volatile boolean raised;

    void raise() {
        raised = true;
        notify.notifyWaiters();
    }

    /** Waits until the signal is raised; ready at once if it was. */
    @CancelSafe
    Future<@Nullable Void> raised() {
        return async(() -> {
            Future<@Nullable Void> notified =
                    notify.notified(); // before the look: what is raised in between reaches it
            if (!raised) {
                notified.await();
            }
        });
    }
}
