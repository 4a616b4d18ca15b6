package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** A future without state of its own but whether it is done. */
final class PolledFunction<T extends @Nullable Object> extends AbstractFuture<T> {
    private final String name;
    private final PollFunction<T> function;

    PolledFunction(String name, PollFunction<T> function) {
        this.name = name;
        this.function = function;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        return function.poll(cx);
    }

    @Override
    protected String describe() {
        return name;
    }
}
