package dev.kyoto.futures.stream;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PollFunction;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where streams come from. Channels, timers and sockets offer their own, by a method {@code stream()}. */
public final class Streams {
    private Streams() {}

    /**
     * What the async block {@code generator} emits:
     *
     * <pre>{@code
     * Stream<Page> pages = stream(out -> {
     *     String next = "/first";
     *     while (next != null) {
     *         Page page = fetch(next).await();
     *         out.emit(page).await();
     *         next = page.next();
     *     }
     * });
     * }</pre>
     *
     * <p>It runs within the polls of the stream, and waits at each {@code emit} until the reader asks for more. Closing the
     * stream drops the block where it stands, so its {@code finally} blocks run.
     */
    public static <T> Stream<T> stream(Generator<T> generator) {
        return new Generated<>(generator);
    }

    /** These elements. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T> Stream<T> of(T... elements) {
        return from(Arrays.asList(elements));
    }

    /** No elements. */
    public static <T> Stream<T> empty() {
        return from(List.of());
    }

    /** Never an element, and never an end. */
    @SuppressWarnings("NullAway") // pending is a poll of anything
    public static <T> Stream<T> pending() {
        return pollFn(cx -> Poll.pending());
    }

    /** The elements of {@code source}, read one by one as the stream is. */
    public static <T> Stream<T> from(Iterable<? extends T> source) {
        return from(source.iterator());
    }

    /**
     * What {@code source} still has. Its methods run within the polls and so must not wait. A spliterator is read by way of
     * {@link java.util.Spliterators#iterator}.
     */
    public static <T> Stream<T> from(Iterator<? extends T> source) {
        return new FromIterator<>(Objects.requireNonNull(source, "source"), () -> {});
    }

    /** The elements of {@code source}, which is closed with this stream. Its pipeline runs within the polls. */
    public static <T> Stream<T> from(java.util.stream.Stream<? extends T> source) {
        return new FromIterator<>(source.iterator(), source::close);
    }

    /** {@link #from(Flow.Publisher, int)}, with a prefetch of {@link Flow#defaultBufferSize()}, which is 256. */
    public static <T> Stream<T> from(Flow.Publisher<? extends T> publisher) {
        return from(publisher, Flow.defaultBufferSize());
    }

    /**
     * What {@code publisher} sends, to a subscription that begins with the first poll and is cancelled when this stream is
     * closed. An error of the publisher is the failure of the stream, as it is, after the elements that came before.
     *
     * <p>A publisher that breaks the rules of Reactive Streams so that elements would be lost or disordered (more than were requested,
     * two at once) is cancelled, and the stream fails with an {@link IllegalStateException} that names the rule.
     *
     * <p><b>Cancel safety.</b> What was sent and not read stays in this stream when a {@code next()} is dropped, and is lost when the
     * stream is closed. Who must not lose any takes a prefetch of 1, and reads to the end.
     *
     * @param prefetch how many elements are requested before they are read; asked for again in batches of three quarters
     * @throws IllegalArgumentException if {@code prefetch} is less than 1, or more than 2<sup>30</sup>
     */
    public static <T> Stream<T> from(Flow.Publisher<? extends T> publisher, int prefetch) {
        return new FromPublisher<>(publisher, prefetch);
    }

    /**
     * A publisher that makes a stream for each subscriber; everything else is as with {@link Stream#toPublisher}. What
     * {@code source} throws is the error that the subscriber gets.
     *
     * <pre>{@code publisher(() -> table.rows(), runtime::spawn)}</pre>
     */
    public static <T> Flow.Publisher<T> publisher(
            Supplier<? extends Stream<? extends T>> source, Consumer<? super Future<@Nullable Void>> spawn) {
        return new StreamPublisher<>(source, spawn);
    }

    /** The value of {@code future}, unless it is null. Closing the stream before drops the future. */
    public static <T> Stream<T> from(Future<? extends @Nullable T> future) {
        Objects.requireNonNull(future, "future");
        return Streams.<T>repeating(() -> future, () -> {}).take(1);
    }

    /**
     * The elements of all {@code streams} as they come, until all have ended. Only streams that were woken are polled, in the
     * order in which they were, and one that has yielded an element comes after the others: so one that is always ready
     * starves none. A failure of one ends all. For streams that change meanwhile there is {@link StreamMap}.
     */
    public static <T> Stream<T> merge(Iterable<? extends Stream<? extends T>> streams) {
        return new MergedMany<>(streams);
    }

    /**
     * The values of the futures that {@code futures} makes, one after the other, up to the first null: a stream of whatever
     * has a receiving method.
     *
     * <pre>{@code Stream<String> lines = repeating(reader::readLine, reader::close);}</pre>
     *
     * @param onRelease runs once, at the end, at a failure, or when the stream is closed before
     */
    public static <T> Stream<T> repeating(
            Supplier<? extends Future<? extends @Nullable T>> futures, Runnable onRelease) {
        return new Repeating<>(
                Objects.requireNonNull(futures, "futures"), Objects.requireNonNull(onRelease, "onRelease"));
    }

    /**
     * What a listener hears: the bridge from sources that push, on threads of their own, and do not wait.
     *
     * <pre>{@code
     * Stream<Event> events = fromCallbacks(64, Overflow.DROP_OLDEST, out -> {
     *     Listener listener = out::emit;
     *     source.addListener(listener);
     *     return () -> source.removeListener(listener);
     * });
     * }</pre>
     *
     * <p>The listener is registered when the stream is first polled, and taken away at the end or when the stream is closed.
     * What it hears waits for the reader, in the order in which it came; if {@code capacity} elements wait already,
     * {@code overflow} decides. A source that can be made to wait is better read through a channel: {@code blockingSend} slows it
     * down. What happened before an {@code emit} is visible to whom reads the element.
     *
     * <p>A failure in taking the listener away goes to the thread's uncaught-exception handler.
     *
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public static <T> Stream<T> fromCallbacks(int capacity, Overflow overflow, Registration<T> registration) {
        return new CallbackStream<>(capacity, overflow, registration);
    }

    /** A stream whose polls are those of {@code function}, which is not called again once it was ready with null or has thrown. */
    public static <T> Stream<T> pollFn(PollFunction<@Nullable T> function) {
        return new PolledStream<>(Objects.requireNonNull(function, "function"));
    }
}
