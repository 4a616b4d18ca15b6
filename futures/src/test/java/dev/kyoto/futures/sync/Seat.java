package dev.kyoto.futures.sync;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One waiting future of a generated scenario. */
final class Seat<T extends @Nullable Object> {
    private final @Nullable Supplier<Future<T>> make;
    private final Function<T, String> describe;
    private @Nullable Future<T> future;

    private Seat(@Nullable Supplier<Future<T>> make, @Nullable Future<T> future, Function<T, String> describe) {
        this.make = make;
        this.future = future;
        this.describe = describe;
    }

    /** Its future is made at the first poll, and again after it ended. */
    static <T extends @Nullable Object> Seat<T> ofMany(Supplier<Future<T>> make, Function<T, String> describe) {
        return new Seat<>(make, null, describe);
    }

    /** For subjects where the creation of the future means something. */
    static <T extends @Nullable Object> Seat<T> ofOne(Future<T> future, Function<T, String> describe) {
        return new Seat<>(null, future, describe);
    }

    String poll() throws Exception {
        if (future == null) {
            if (make == null) {
                return "over";
            }
            future = make.get();
        }
        try {
            Poll<T> poll = future.poll(Context.of(Waker.noop()));
            if (poll.isPending()) {
                return "pending";
            }
            future = null;
            return describe.apply(poll.value());
        } catch (ClosedException closed) {
            future = null;
            return "closed";
        }
    }

    void cancel() {
        if (future != null) {
            future.cancel();
            future = null;
        }
    }
}
