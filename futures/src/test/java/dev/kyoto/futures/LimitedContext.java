package dev.kyoto.futures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An executor's context with a budget, that remembers whom it was asked to wake later, and rolls the dice it was given. */
public final class LimitedContext extends Context {
    final List<Waker> deferred = new ArrayList<>();
    final List<Integer> bounds = new ArrayList<>();
    int dice;

    public LimitedContext(Waker waker, int budget) {
        begin(waker, budget);
    }

    int left() {
        return budget();
    }

    @Override
    protected void defer(Waker waker) {
        deferred.add(waker);
    }

    @Override
    public int nextInt(int bound) {
        bounds.add(bound);
        return dice % bound;
    }

    @Override
    public <S> @Nullable S service(Class<S> type) {
        return null;
    }
}
