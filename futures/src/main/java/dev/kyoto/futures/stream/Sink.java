package dev.kyoto.futures.stream;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where values go one by one, and which may make its writer wait: the other end of a {@link Stream}. A channel's sender, a
 * connection's frames, an async block for each element.
 *
 * <pre>{@code
 * try (var frames = connection.frames()) {
 *     frames.send(greeting).await();               // waits for room, and until it is out
 *     for (Row row : rows) {
 *         frames.feed(row).await();                // waits for room only
 *     }
 *     frames.finish().await();                     // waits until all is out, and ends in good order
 * }
 *
 * lines.map(Frame::of).forward(connection.frames()).await();
 * }</pre>
 *
 * <h2>The contract</h2>
 *
 * <p>Programs call {@link #send}, {@link #feed}, {@link #flush} and {@link #finish}; these are what is made of:
 *
 * <ol>
 *   <li><b>First ready, then an element.</b> {@link #startSend} takes one element after {@link #pollReady} was ready, and never
 *       waits. A sink that is ready stays so until then, and says so again.
 *   <li><b>Taken is not out.</b> An element that was taken may wait inside until {@link #pollFlush} is ready.
 *   <li><b>A failure ends the sink</b>, whichever method throws it: what it holds is released, and all but {@link #close()} is an
 *       {@link IllegalStateException} from then on.
 *   <li><b>Two ends.</b> {@link #finish} ends it in good order: everything is out, and whoever reads at the other end learns
 *       that there is no more. {@link #close()} drops it: what is not out may be lost.
 *   <li><b>One writer.</b> A sink is polled by one thread at a time, as a future is.
 *   <li><b>Sinks made of others own those</b>, and finish or close them with themselves.
 *   <li><b>No null elements.</b>
 * </ol>
 *
 * <p>Sinks are written by extending {@link AbstractSink}, and made by {@link Sinks}.
 *
 * @param <T> the type of the elements
 */
public interface Sink<T> extends AutoCloseable {
    /**
     * Waits for room for one element.
     *
     * @return ready, or pending, once the waker of {@code cx} is registered with whatever is waited for
     * @throws Exception the failure of this sink, which has then ended
     * @throws IllegalStateException if this sink has ended
     */
    Poll<@Nullable Void> pollReady(Context cx) throws Exception;

    /**
     * Takes {@code element}, for which {@link #pollReady} has found room. Never waits.
     *
     * @throws Exception the failure of this sink, which has then ended
     * @throws IllegalStateException if there was no {@code pollReady} before that was ready, or this sink has ended
     */
    void startSend(T element) throws Exception;

    /**
     * Waits until everything that was taken is out.
     *
     * @throws Exception the failure of this sink, which has then ended
     * @throws IllegalStateException if this sink has ended
     */
    Poll<@Nullable Void> pollFlush(Context cx) throws Exception;

    /**
     * Waits until everything that was taken is out, and ends this sink. Ready again when it has ended so before.
     *
     * @throws Exception the failure of this sink, which has then ended
     * @throws IllegalStateException if this sink has failed or was closed
     */
    Poll<@Nullable Void> pollFinish(Context cx) throws Exception;

    /**
     * Drops this sink: what it holds is released before this method returns, and what was not flushed may be lost. After
     * {@link #finish()}, and twice, it does nothing. Never concurrent with a poll. Throws nothing.
     */
    @Override
    default void close() {}

    // ---- sending

    /**
     * Waits for room, sends {@code element}, and waits until everything is out.
     *
     * <p><b>Cancel safety.</b> Dropped while it waits for room, the element was not sent, and is handed back by
     * {@link Send#unsent()}; dropped later, it stays in the sink and goes out with the next flush.
     */
    @CancelUnsafe("the element, unless it is taken back by unsent()")
    default Send<T> send(T element) {
        return new Sending<>(this, element, true);
    }

    /**
     * Waits for room and sends {@code element}, which is out after a later {@link #send}, {@link #flush} or {@link #finish}: for
     * several that may go together.
     *
     * <p><b>Cancel safety.</b> Dropped before its end, the element was not sent, and is handed back by {@link Send#unsent()}.
     */
    @CancelUnsafe("the element, unless it is taken back by unsent()")
    default Send<T> feed(T element) {
        return new Sending<>(this, element, false);
    }

    /** An element on its way into a sink. */
    sealed interface Send<T> extends Future<@Nullable Void> permits Sending {
        /**
         * The element as long as the sink has not taken it: before the send, and after one that was dropped or failed. Null from
         * then on. Call it where the future is polled or dropped, not concurrently.
         */
        @Nullable T unsent();
    }

    /**
     * Waits until everything that was taken is out.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: what is not out stays in the sink.
     */
    @CancelSafe
    default Future<@Nullable Void> flush() {
        return new SinkPolling<>("flush()", this, Sink::pollFlush);
    }

    /**
     * Waits until everything that was taken is out, and ends this sink in good order. Once more: ready at once.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: {@code finish()} again goes on with it.
     */
    @CancelSafe
    default Future<@Nullable Void> finish() {
        return new SinkPolling<>("finish()", this, Sink::pollFinish);
    }

    /**
     * Sends all elements of {@code stream}, and flushes at its end, and whenever it has none for the moment. The stream is closed
     * at the end or when the future is dropped; this sink stays open. To finish it as well, take {@link Stream#forward}.
     *
     * <p><b>Cancel safety.</b> Dropped, it closes the stream; an element that waits for room is lost with the rest of it.
     */
    @CancelUnsafe("the element at hand, and the rest of the stream, which is closed")
    default Future<@Nullable Void> sendAll(Stream<? extends T> stream) {
        return Forwarding.sendAll(stream, this);
    }

    // ---- sinks made of this one

    /** A sink of what {@code function}, which must not wait, makes elements of this one from. */
    default <R> Sink<R> contramap(Function<? super R, ? extends T> function) {
        return new Contramapped<>(this, function);
    }

    /**
     * A sink of what the async block {@code function} makes elements of this one from, one after the other. While it runs, the sink
     * has no room.
     */
    default <R> Sink<R> with(AsyncFunction<? super R, ? extends T> function) {
        return new SinkWith<>(this, function);
    }

    /**
     * This sink with room for {@code capacity} more elements. They move on whenever it is polled.
     *
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    default Sink<T> buffer(int capacity) {
        return new BufferedSink<>(this, capacity);
    }

    /** A sink of which each element goes to this one and to {@code other}. It waits for the slower, and fails with either. */
    default Sink<T> fanout(Sink<? super T> other) {
        return new Fanout<>(this, other);
    }
}
