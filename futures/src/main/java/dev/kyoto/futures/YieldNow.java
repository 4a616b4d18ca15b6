package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** Pending once. */
final class YieldNow extends AbstractFuture<@Nullable Void> {
    private boolean yielded;

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
        if (yielded) {
            return readyWith(null);
        }
        yielded = true;
        cx.defer();
        return Poll.pending();
    }

    @Override
    protected String describe() {
        return "yieldNow()";
    }
}
