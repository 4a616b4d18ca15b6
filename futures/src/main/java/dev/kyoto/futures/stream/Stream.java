package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncConsumer;
import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of values that arrive one by one: what an {@link java.util.Iterator} is to a value, a stream is to a future.
 *
 * <pre>{@code
 * try (var lines = socket.lines()) {
 *     String line;
 *     while ((line = lines.next().await()) != null) …
 * }
 *
 * lines.filter(line -> !line.isBlank())
 *      .then(line -> lookup(line).await())        // an async block for each element
 *      .forEach(hit -> log.write(hit).await())
 *      .await();
 * }</pre>
 *
 * <p>A stream is read by pulling, so a slow reader slows its source down by itself, and nothing happens before the first
 * element is asked for. Sources are in {@link Streams}.
 *
 * <h2>The contract</h2>
 *
 * <ol>
 *   <li><b>No nulls.</b> {@link #next()} yields null at the end, every time.
 *   <li><b>A failure is thrown</b> from the poll that would have yielded an element, once; it is the end of the stream.
 *   <li><b>One reader.</b> A stream is polled by one thread at a time, as a future is.
 *   <li><b>Operators own their source</b>, and futures that read to the end own theirs: it is closed with them. A stream
 *       that you read yourself with {@code next()} is yours to close; at its end it has released everything already.
 *   <li><b>A ready poll is valid until the stream is polled again</b>: the stream may be its own ready poll.
 * </ol>
 *
 * <p><b>Cancel safety.</b> A dropped {@code next()} loses nothing: what an operator has taken from its source stays in the
 * operator. What is lost when the <em>stream</em> is closed is what it holds. Futures that read to the end lose, when they are
 * dropped, what they have read.
 *
 * @param <T> the type of the elements
 */
public interface Stream<T> extends AutoCloseable {
    /**
     * Makes what progress can be made without waiting.
     *
     * @return ready with the next element, or with null at the end; or pending, once the waker of {@code cx} is registered with
     *     whatever is waited for
     * @throws Exception the failure of this stream, which has then ended
     * @throws IllegalStateException if this stream was closed
     */
    Poll<@Nullable T> pollNext(Context cx) throws Exception;

    /**
     * Drops this stream: what it holds is released before this method returns. At the end, and twice, it does nothing.
     * Never concurrent with {@link #pollNext}. Throws nothing.
     */
    @Override
    default void close() {}

    /**
     * The next element, or null at the end. Dropping the future leaves the stream as it is.
     *
     * <p>The future fails with the failure of this stream.
     */
    @CancelSafe
    default Future<@Nullable T> next() {
        return new Next<>(this);
    }

    // ---- one by one

    /** Each element changed by {@code function}, which must not wait: an async one is for {@link #then}. */
    default <R> Stream<R> map(Function<? super T, ? extends R> function) {
        return new Mapping<>(this, function);
    }

    /** The elements that are {@code wanted}. */
    default Stream<T> filter(Predicate<? super T> wanted) {
        Objects.requireNonNull(wanted, "wanted");
        Function<T, @Nullable T> passing = element -> wanted.test(element) ? element : null;
        return new Filtering<>(this, passing);
    }

    /** What {@code function} makes of each element, leaving out what it answers with null. */
    default <R> Stream<R> filterMap(Function<? super T, ? extends @Nullable R> function) {
        return new Filtering<>(this, function);
    }

    /** What the async block {@code function} makes of each element, one after the other. */
    default <R> Stream<R> then(AsyncFunction<? super T, ? extends R> function) {
        return new Then<>(this, function);
    }

    /** Shows each element to {@code observer} as it passes. */
    default Stream<T> inspect(Consumer<? super T> observer) {
        Objects.requireNonNull(observer, "observer");
        return map(element -> {
            observer.accept(element);
            return element;
        });
    }

    /**
     * The running result of {@code function} over the state so far and each element.
     *
     * @param initial the first state, which is no element
     */
    default <R> Stream<R> scan(R initial, BiFunction<? super R, ? super T, ? extends R> function) {
        return new Scanning<>(this, initial, function);
    }

    // ---- parts

    /**
     * The first {@code count} elements. This stream is closed as soon as they were read.
     *
     * @throws IllegalArgumentException if {@code count} is negative
     */
    default Stream<T> take(long count) {
        return new Taking<>(this, requireCount(count), element -> true);
    }

    /** The elements before the first that is not {@code wanted}. */
    default Stream<T> takeWhile(Predicate<? super T> wanted) {
        return new Taking<>(this, Long.MAX_VALUE, Objects.requireNonNull(wanted, "wanted"));
    }

    /** The elements until {@code end} has completed. A failure of that future is one of the stream. */
    default Stream<T> takeUntil(Future<?> end) {
        return new TakingUntil<>(this, end);
    }

    /**
     * All but the first {@code count} elements.
     *
     * @throws IllegalArgumentException if {@code count} is negative
     */
    default Stream<T> skip(long count) {
        return new Skipping<>(this, requireCount(count), element -> true);
    }

    /** The elements from the first on that is not {@code unwanted}. */
    default Stream<T> skipWhile(Predicate<? super T> unwanted) {
        return new Skipping<>(this, Long.MAX_VALUE, Objects.requireNonNull(unwanted, "unwanted"));
    }

    private static long requireCount(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("The number of elements is 0 or more, not " + count + ".");
        }
        return count;
    }

    /**
     * Lists of {@code size} elements; the last may have fewer. What came before a failure is delivered before it.
     *
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    default Stream<List<T>> chunks(int size) {
        return new Chunking<>(this, size, true);
    }

    /**
     * Lists of the elements that are there at once, at most {@code most} and at least one.
     *
     * @throws IllegalArgumentException if {@code most} is less than 1
     */
    default Stream<List<T>> readyChunks(int most) {
        return new Chunking<>(this, most, false);
    }

    /** This stream with a look ahead. */
    default Peekable<T> peekable() {
        return new Peekable<>(this);
    }

    // ---- with other streams

    /** The elements of the stream that {@code function} makes of each element, one stream after the other. */
    default <R> Stream<R> flatMap(Function<? super T, ? extends Stream<R>> function) {
        return new FlatMapping<>(this, function);
    }

    /** This stream and then, at its end, {@code next}. */
    default Stream<T> chain(Stream<T> next) {
        return new Chained<>(this, next);
    }

    /** The elements of both streams as they come, until both have ended. A failure of one ends both. */
    default Stream<T> merge(Stream<T> other) {
        return new Merged<>(this, other);
    }

    /** What {@code combine} makes of the elements of both in pairs, until one of the two ends. */
    default <U, R> Stream<R> zip(Stream<U> other, BiFunction<? super T, ? super U, ? extends R> combine) {
        return new Zipped<>(this, other, combine);
    }

    /** This stream or, when it fails with an exception, the one that {@code recovery} makes of it. */
    default Stream<T> orElse(Function<? super Exception, ? extends Stream<T>> recovery) {
        return new Recovering<>(this, recovery);
    }

    // ---- to the end

    /** Runs the async block {@code action} on each element, one after the other. A failure of it ends the future. */
    @CancelUnsafe("the element at hand, and the rest of the stream, which is closed")
    default Future<@Nullable Void> forEach(AsyncConsumer<? super T> action) {
        return new ForEach<>(this, action);
    }

    /** All elements, in what {@code collector} makes of them. It is called by one thread at a time. */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default <R extends @Nullable Object> Future<R> collect(Collector<? super T, ?, R> collector) {
        return Folding.into(this, collector);
    }

    /** All elements, in an unmodifiable list. */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default Future<List<T>> toList() {
        return collect(Collectors.toUnmodifiableList());
    }

    /** What {@code function} makes of {@code initial} and all elements, in their order. */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default <R> Future<R> fold(R initial, BiFunction<? super R, ? super T, ? extends R> function) {
        Objects.requireNonNull(initial, "initial");
        return scan(initial, function).collect(Last.orElse(initial));
    }

    /** How many elements there are. */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default Future<Long> count() {
        return collect(Collectors.counting());
    }

    /** Whether one element at least is such; the stream is closed at the first. */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default Future<Boolean> anyMatch(Predicate<? super T> predicate) {
        return new Matching<>(this, predicate, true, true);
    }

    /** Whether all elements are such; the stream is closed at the first that is not. */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default Future<Boolean> allMatch(Predicate<? super T> predicate) {
        return new Matching<>(this, predicate, false, false);
    }

    /** Whether no element is such; the stream is closed at the first that is. */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default Future<Boolean> noneMatch(Predicate<? super T> predicate) {
        return new Matching<>(this, predicate, true, false);
    }
}
