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
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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
        return Filtering.skippingNulls(this, passing);
    }

    /** What {@code function} makes of each element, leaving out what it answers with null. */
    default <R> Stream<R> filterMap(Function<? super T, ? extends @Nullable R> function) {
        return Filtering.skippingNulls(this, function);
    }

    /** What {@code function} makes of each element, up to the first that it answers with null. */
    default <R> Stream<R> mapWhile(Function<? super T, ? extends @Nullable R> function) {
        return Filtering.untilNull(this, function);
    }

    /** What the async block {@code function} makes of each element, one after the other. */
    default <R> Stream<R> then(AsyncFunction<? super T, ? extends R> function) {
        return new Then<>(this, function);
    }

    /**
     * {@link #then} for up to {@code limit} elements at the same time; the results are in the order of the elements. Rust's
     * {@code map(…).buffered(limit)}, and what {@code Gatherers.mapConcurrent} is to the JDK's streams.
     *
     * <pre>{@code
     * urls.mapConcurrent(8, url -> fetch(url).await()).forEach(page -> index(page).await()).await();
     * }</pre>
     *
     * <p>Within the polls of this stream, up to {@code limit} elements are read and their blocks begun, before the reader asks
     * for them. The blocks take turns on the reader's task and make progress while it waits; what is to run in parallel is
     * spawned in the block, or {@code function} is {@code url -> spawn(fetch(url)).await()}. A result that is there before its
     * turn counts as one of the {@code limit}.
     *
     * <p>The first failure, in this order, is the end: the blocks after it are dropped. One of the source comes after the
     * results of what was read before it.
     *
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    default <R> Stream<R> mapConcurrent(int limit, AsyncFunction<? super T, ? extends R> function) {
        return new ConcurrentMapping<>(this, limit, function);
    }

    /**
     * {@link #mapConcurrent} with the results as they come: none waits for those before it. Rust's
     * {@code map(…).buffer_unordered(limit)}.
     *
     * <p>The first failure, of the source or of a block, is the end: what still runs is dropped. Results that are there already
     * come before one of the source.
     *
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    default <R> Stream<R> mapConcurrentUnordered(int limit, AsyncFunction<? super T, ? extends R> function) {
        return new UnorderedMapping<>(this, limit, function);
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
        return Chunking.full(this, size);
    }

    /**
     * {@link #chunks(int)} that wait no longer than a future of {@code limit}, which is made when a chunk that was begun has to
     * wait, and dropped when it is full: {@code lines.chunks(100, () -> sleep(ofMillis(10)))}, or {@code flush::notified}.
     *
     * <p>A failure of such a future is one of this stream.
     *
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    default Stream<List<T>> chunks(int size, Supplier<? extends Future<?>> limit) {
        return new Chunking<>(this, size, limit);
    }

    /**
     * Lists of the elements that are there at once, at most {@code most} and at least one.
     *
     * @throws IllegalArgumentException if {@code most} is less than 1
     */
    default Stream<List<T>> readyChunks(int most) {
        return Chunking.ready(this, most);
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

    /**
     * The elements of up to {@code limit} of those streams at the same time, as they come. Only streams that were woken are
     * polled, each in its turn, so that one that is always ready does not starve the others. A failure of one ends all.
     *
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    default <R> Stream<R> flatMapConcurrent(int limit, Function<? super T, ? extends Stream<? extends R>> function) {
        return new ConcurrentFlatMapping<>(this, limit, function);
    }

    /** This stream and then, at its end, {@code next}. */
    default Stream<T> chain(Stream<T> next) {
        return new Chained<>(this, next);
    }

    /**
     * The elements of both streams as they come, until both have ended. A failure of one ends both. More than two are
     * merged by {@link Streams#merge}, and those that change meanwhile by a {@link StreamMap}.
     */
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

    /**
     * Runs the async block {@code action} on each element, up to {@code limit} at the same time. They take turns on one task; what
     * is to run in parallel is spawned. The first failure, of the stream or of an action, ends the future, and the actions that
     * still run are dropped.
     *
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    @CancelUnsafe("the elements at hand, and the rest of the stream, which is closed")
    default Future<@Nullable Void> forEachConcurrent(int limit, AsyncConsumer<? super T> action) {
        return new ForEachConcurrent<>(this, limit, action);
    }

    /**
     * Sends all elements into {@code sink}, which it flushes whenever there are none for the moment, and finishes at the end. Both
     * are closed when one of them fails, or the future is dropped. {@link Sink#sendAll} leaves the sink open.
     */
    @CancelUnsafe("what the sink has not flushed, the element at hand, and the rest of the stream, which is closed")
    default Future<@Nullable Void> forward(Sink<? super T> sink) {
        return Forwarding.forward(this, sink);
    }

    /**
     * The first element, or null if there is none. The stream is closed then: who wants to read on takes {@link #next()}. A
     * certain element is found by {@code filter(wanted).first()}, the n-th by {@code skip(n).first()}.
     *
     * <p><b>Cancel safety.</b> Dropped before, the future closes the stream.
     */
    @CancelUnsafe("the stream, which is closed")
    default Future<@Nullable T> first() {
        return new First<>(this);
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

    /**
     * What {@code function} makes of the first element and all others, in their order; null if there are none. The last one is
     * {@code reduce((before, last) -> last)}.
     */
    @CancelUnsafe("the elements read so far, and the rest of the stream, which is closed")
    default Future<@Nullable T> reduce(BinaryOperator<T> function) {
        return collect(Collectors.reducing(function)).<@Nullable T>map(reduced -> reduced.orElse(null));
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

    // ---- to the rest of Java

    /**
     * This stream as a {@link Flow.Publisher} for one subscriber, to whom each element goes that it requests; others are
     * refused. {@link Streams#publisher} is for several.
     *
     * <p>Each subscription is a future, which {@code spawn} is called with, to run it. It polls this stream, and calls the
     * subscriber, which must not wait:
     *
     * <pre>{@code
     * lines.toPublisher(runtime::spawn)                                 // a task, where sockets and timers work
     * words.toPublisher(work -> work.toCompletableFuture(executor))     // for a stream that needs no runtime
     * }</pre>
     *
     * <p>This stream is polled only while the subscriber is owed an element, so its end too is heard of after a request. A failure is
     * the error that the subscriber gets, as it is; if the future is dropped, it gets a
     * {@link java.util.concurrent.CancellationException}. What the subscriber throws is a failure of the future.
     *
     * <p><b>Cancel safety.</b> When the subscriber cancels, the future closes this stream and ends; one element may be on its way then.
     */
    default Flow.Publisher<T> toPublisher(Consumer<? super Future<@Nullable Void>> spawn) {
        return new StreamPublisher<>(StreamPublisher.once(this), spawn);
    }

    /**
     * This stream for code that may block, on a plain thread or a virtual one: each element is waited for on the thread that
     * reads, and {@code blockingStream().iterator()} is an iterator that does. It is sequential, and to be used with
     * try-with-resources: closing it closes this stream.
     *
     * <pre>{@code
     * try (var rows = query.blockingStream()) {
     *     return rows.limit(10).map(Row::name).toList();
     * }
     * }</pre>
     *
     * <p>Reading fails with the failure of this stream: as it is if that is unchecked, an {@link java.io.IOException} in an
     * {@link java.io.UncheckedIOException}, any other in a {@link java.util.concurrent.CompletionException}. If the thread is
     * interrupted while it waits, it stays so, and a {@code CompletionException} says so; nothing is lost, and reading may go on.
     * On a worker of a runtime reading is refused with an {@link IllegalStateException}.
     *
     * <p>This stream is polled on the reading thread. One that needs a runtime, for sockets or timers, is read across:
     * {@code Streams.from(rows.toPublisher(runtime::spawn)).blockingStream()}.
     */
    default java.util.stream.Stream<T> blockingStream() {
        return StreamSupport.stream(new BlockingSpliterator<>(this), false).onClose(this::close);
    }
}
