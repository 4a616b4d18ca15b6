package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import org.jspecify.annotations.Nullable;

/** A future that first needs permits; subclasses say what it does with them. */
abstract class Acquiring<T extends @Nullable Object> extends AbstractFuture<T> {
    final Permits permits;
    final int wanted;

    /** The place in the queue, while waiting. */
    private @Nullable Waiter waiter;

    Acquiring(Permits permits, int wanted) {
        this.permits = permits;
        this.wanted = wanted;
    }

    /** What the future yields, now that its permits are taken. Must not fail. */
    abstract Poll<T> acquired(Context cx);

    /** What the future yields, or throws, because the permits were closed. */
    abstract Poll<T> refused();

    /** How many permits are still to come, for diagnostics: any thread may ask. */
    final int missing() {
        Waiter waiting = waiter;
        return waiting == null ? wanted : waiting.missing;
    }

    /** Called at the end of a drop, when whatever was owned has been returned. */
    void abandoned() {}

    @Override
    protected final Poll<T> step(Context cx) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        Waiter.Outcome outcome;
        if (waiter == null) {
            if (permits.tryAcquire(wanted)) {
                return acquired(cx);
            }
            waiter = new Waiter(cx.waker());
            outcome = permits.enqueue(waiter, wanted);
        } else {
            outcome = permits.repoll(waiter, cx.waker());
        }
        return switch (outcome) {
            case WAITING -> {
                cx.refund();
                yield Poll.pending();
            }
            case GRANTED, GRANTED_LAST -> {
                waiter = null;
                yield acquired(cx);
            }
            case CLOSED, BROADCAST -> {
                permits.abandon(waiter, wanted);
                waiter = null;
                yield refused();
            }
        };
    }

    @Override
    protected final void dropped() {
        if (waiter != null) {
            permits.abandon(waiter, wanted);
            waiter = null;
        }
        abandoned();
    }
}
