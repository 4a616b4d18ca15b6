package dev.kyoto.tracing;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work that is traced, of one future or stream: begun with its first poll, entered on each, left when it is
 * suspended, and ended with it. What tracing libraries implement; {@link dev.kyoto.Tracing#instrument} puts it around a future.
 *
 * <pre>
 *   begin ─▶ (enter ─▶ a poll ─▶ exit)* ─▶ completed | failed
 *                                      └─▶ (enter ─▶ the drop ─▶ exit) ─▶ dropped
 * </pre>
 *
 * <p>A future that is dropped before its first poll has done nothing: then {@link #dropped} is called alone. A poll that ends
 * with an exception is left as well. Exactly one of the three ends comes, once, with the span left before; unless the future
 * is forgotten undropped.
 *
 * <p>The parent of a span that is made or begun inside is {@link dev.kyoto.Tracing#currentSpan()}: this one, also in tasks that
 * are spawned inside. As a {@link ThreadContext}, a span is not entered for these tasks, but what {@link #inherited} gives is.
 *
 * <p>{@code toString()} is what an await tree calls the future; it may be called by any thread.
 */
public interface Span extends ThreadContext {
    /** The first poll is about to come. The span around it is current. */
    default void begin() {}

    /** The future is ready, or the stream at its end. */
    void completed();

    /** The future or stream ends with {@code failure}, which is thrown to whoever polls it. */
    void failed(Throwable failure);

    /** The future was dropped, or the stream closed, before its end. */
    void dropped();

    /** Nothing that is to be put in place on the threads of spawned tasks. */
    @Override
    default @Nullable ThreadContext inherited() {
        return null;
    }
}
