package dev.kyoto.task;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/** {@link CancellationToken#cancelled()}: itself the place in the token's list, so waiting allocates nothing more. */
final class Cancelling extends AbstractFuture<@Nullable Void> {
    private final CancellationToken token;

    // Guarded by the token's lock.
    Waker waker = Waker.noop();

    @Nullable Cancelling previous;

    @Nullable Cancelling next;

    boolean linked;

    Cancelling(CancellationToken token) {
        this.token = token;
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (!token.isCancelled() && token.enlist(this, cx.waker())) {
            cx.refund();
            return Poll.pending();
        }
        return readyWith(null);
    }

    @Override
    protected void dropped() {
        token.delist(this);
    }

    @Override
    protected Resource resource() {
        return Resource.of("CancellationToken", token, "");
    }

    @Override
    protected String describe() {
        return "CancellationToken.cancelled()";
    }
}
