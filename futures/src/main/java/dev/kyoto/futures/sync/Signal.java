package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import org.jspecify.annotations.Nullable;

/** Something that happens once and stays so, and that any number of futures wait for: "the receiver is gone". */
final class Signal {
    private final Notify notify = new Notify();
    private volatile boolean raised;

    boolean isRaised() {
        return raised;
    }

    void raise() {
        // In this order: whoever finds the flag down was created before the broadcast, which therefore reaches it.
        raised = true;
        notify.notifyWaiters();
    }

    /**
     * Ready once the signal was raised.
     *
     * @param name how messages call the future
     */
    Future<@Nullable Void> whenRaised(String name) {
        return new WhenRaised(name);
    }

    private final class WhenRaised extends AbstractFuture<@Nullable Void> {
        private final Future<@Nullable Void> notified = notify.notified();
        private final String name;

        WhenRaised(String name) {
            this.name = name;
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) throws Exception {
            if (!raised) {
                return notified.poll(cx).isPending() ? Poll.pending() : readyWith(null);
            }
            if (!cx.proceed()) {
                return Poll.pending();
            }
            notified.cancel();
            return readyWith(null);
        }

        @Override
        protected void dropped() {
            notified.cancel();
        }

        @Override
        protected String describe() {
            return name;
        }
    }
}
