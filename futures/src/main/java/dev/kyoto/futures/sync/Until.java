package dev.kyoto.futures.sync;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something that happens once and stays so: "the receiver is gone". Whoever makes it happen first makes the
 * condition true and then calls {@code notifyWaiters}. So a future that finds the condition false was created before that
 * broadcast, which therefore reaches it.
 */
final class Until extends AbstractFuture<@Nullable Void> {
    private final BooleanSupplier condition;
    private final Future<@Nullable Void> notified;
    private final String name;

    /**
     * @param condition read with volatile semantics
     * @param name how messages call this future
     */
    Until(BooleanSupplier condition, Notify notify, String name) {
        this.condition = condition;
        this.notified = notify.notified();
        this.name = name;
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws Exception {
        if (!condition.getAsBoolean()) {
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
