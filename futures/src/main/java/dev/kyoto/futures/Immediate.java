package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** Done at its first poll: its value is there from the start. */
final class Immediate<T extends @Nullable Object> extends AbstractFuture<T> {
    Immediate(T value) {
        readyWith(value);
    }

    @Override
    protected Poll<T> step(Context cx) {
        return this;
    }

    @Override
    protected void dropped() {
        forgetValue();
    }

    @Override
    protected String describe() {
        return "ready(…)";
    }
}
