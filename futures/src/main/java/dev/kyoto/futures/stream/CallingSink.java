package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Sinks#calling}, a unit of the budget for each element. */
final class CallingSink<T> extends AbstractSink<T> {
    private final Consumer<? super T> action;
    private final Runnable onRelease;

    CallingSink(Consumer<? super T> action, Runnable onRelease) {
        this.action = action;
        this.onRelease = onRelease;
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) {
        return cx.proceed() ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void accept(T element) {
        action.accept(element);
    }

    @Override
    protected void released() {
        onRelease.run();
    }

    @Override
    protected String describe() {
        return "Sinks.calling(…)";
    }
}
