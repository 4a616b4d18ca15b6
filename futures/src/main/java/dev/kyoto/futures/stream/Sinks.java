package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncConsumer;
import java.util.Objects;
import java.util.function.Consumer;

/** Where sinks come from. Channels offer their own, by a method {@code sink()} of their senders. */
public final class Sinks {
    private Sinks() {}

    /**
     * Runs the async block {@code action} on each element, one after the other: {@code sink(page -> store(page).await())}. While it
     * runs, the sink has no room; to flush it is to wait for its end. A failure of it is that of the sink.
     *
     * <p>The block makes progress when the sink is polled. Closing the sink drops it where it stands.
     */
    public static <T> Sink<T> sink(AsyncConsumer<? super T> action) {
        return new ActingSink<>(action);
    }

    /**
     * Hands each element to {@code action}, which must not wait: a sink of whatever has a method that takes a value.
     *
     * @param onRelease runs once, when the sink has finished, has failed, or is closed before
     */
    public static <T> Sink<T> calling(Consumer<? super T> action, Runnable onRelease) {
        return new CallingSink<>(
                Objects.requireNonNull(action, "action"), Objects.requireNonNull(onRelease, "onRelease"));
    }

    /** Takes whatever comes, and forgets it. */
    public static <T> Sink<T> drain() {
        return calling(element -> {}, () -> {});
    }
}
