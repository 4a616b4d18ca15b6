package dev.kyoto.futures.stream;

import dev.kyoto.futures.Future;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Streams#publisher} and {@link Stream#toPublisher}: each subscription is an {@link Emission} of a stream. */
final class StreamPublisher<T> implements Flow.Publisher<T> {
    private final Supplier<? extends Stream<? extends T>> source;
    private final Consumer<? super Future<@Nullable Void>> spawn;

    StreamPublisher(Supplier<? extends Stream<? extends T>> source, Consumer<? super Future<@Nullable Void>> spawn) {
        this.source = Objects.requireNonNull(source, "source");
        this.spawn = Objects.requireNonNull(spawn, "spawn");
    }

    /** Yields {@code stream} once. */
    static <T> Supplier<Stream<T>> once(Stream<T> stream) {
        var unused = new AtomicReference<@Nullable Stream<T>>(stream);
        return () -> {
            Stream<T> taken = unused.getAndSet(null);
            if (taken == null) {
                throw new IllegalStateException(
                        "This publisher is of one stream, and that has a subscriber already. For"
                                + " several, make a stream for each: Streams.publisher(() -> …, …).");
            }
            return taken;
        };
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Stream<? extends T> stream;
        try {
            stream = Objects.requireNonNull(source.get(), "The supplier of a stream returned null.");
        } catch (Throwable failure) {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(failure);
            return;
        }
        var emission = new Emission<T>(stream, subscriber);
        try {
            subscriber.onSubscribe(emission.demand());
        } catch (Throwable failure) { // against rule 2.13: as good as cancelled
            emission.demand().cancel();
            emission.cancel();
            Uncaught.report(failure);
            return;
        }
        try {
            spawn.accept(emission);
        } catch (Throwable failure) {
            emission.fail(failure);
            emission.cancel();
        }
    }
}
