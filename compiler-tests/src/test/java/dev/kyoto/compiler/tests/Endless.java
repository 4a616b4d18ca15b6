package dev.kyoto.compiler.tests;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;

/** A future that is never ready; knows whether it was dropped. */
final class Endless extends AbstractFuture<String> {
    private boolean dropped;

    @Override
    protected Poll<String> step(Context cx) {
        return Poll.pending();
    }

    @Override
    protected void dropped() {
        dropped = true;
    }

    boolean wasDropped() {
        return dropped;
    }
}
