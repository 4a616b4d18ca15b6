package dev.kyoto.futures.sync;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/** A context with a small budget, which counts how often a task was told to wait for its next turn. */
final class LimitedContext extends Context {
    private int deferred;

    LimitedContext(int budget) {
        begin(Waker.noop(), budget);
    }

    int left() {
        return budget();
    }

    int deferred() {
        return deferred;
    }

    @Override
    protected void defer(Waker waker) {
        deferred++;
    }

    @Override
    public int nextInt(int bound) {
        return 0;
    }

    @Override
    public <S> @Nullable S service(Class<S> type) {
        return null;
    }
}
