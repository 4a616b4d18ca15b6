package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for something, waits to be told to look again, looks again.
 *
 * <p>Whoever changes what is looked at changes it first, by a volatile write, and then calls {@code notifyWaiters}. So a
 * look that finds nothing after {@code notified()} was called came before that broadcast, which therefore reaches it.
 * What is there at the first look costs no {@code Notified}.
 */
abstract class Until<T extends @Nullable Object> extends AbstractFuture<T> {
    private final Notify notify;

    /** Made before the last look that found nothing. */
    private @Nullable Future<@Nullable Void> notified;

    Until(Notify notify) {
        this.notify = notify;
    }

    /**
     * Waits until {@code condition}, read with volatile semantics, holds.
     *
     * @param thing what the condition is of, for diagnostics
     * @param name how messages call the future
     */
    static Future<@Nullable Void> holds(
            BooleanSupplier condition, Notify notify, String kind, Object thing, String name) {
        return new Condition(condition, notify, kind, thing, name);
    }

    /** Ready with what was found, or pending. What it throws is the failure of this future. */
    abstract Poll<T> look();

    private Poll<T> lookOrLeave() {
        try {
            return look();
        } catch (Throwable failure) {
            dropped();
            throw failure;
        }
    }

    @Override
    protected final Poll<T> step(Context cx) throws Exception {
        while (true) {
            if (!cx.proceed()) {
                return Poll.pending();
            }
            Poll<T> found = lookOrLeave();
            Future<@Nullable Void> waiting = notified;
            if (waiting == null) {
                if (found.isReady()) {
                    return found;
                }
                waiting = notify.notified();
                notified = waiting;
                found = lookOrLeave();
            }
            if (found.isReady()) {
                Dropper.discard(waiting);
                return found;
            }
            cx.refund();
            if (waiting.poll(cx).isPending()) {
                return Poll.pending();
            }
            cx.refund(); // the next look takes the unit
            notified = null;
        }
    }

    @Override
    protected final void dropped() {
        if (notified != null) {
            notified.cancel();
        }
    }

    private static final class Condition extends Until<@Nullable Void> {
        private final BooleanSupplier condition;
        private final String kind;
        private final Object thing;
        private final String name;

        Condition(BooleanSupplier condition, Notify notify, String kind, Object thing, String name) {
            super(notify);
            this.condition = condition;
            this.kind = kind;
            this.thing = thing;
            this.name = name;
        }

        @Override
        Poll<@Nullable Void> look() {
            return condition.getAsBoolean() ? readyWith(null) : Poll.pending();
        }

        @Override
        protected Resource resource() {
            return Resource.of(kind, thing, "");
        }

        @Override
        protected String describe() {
            return name;
        }
    }
}
