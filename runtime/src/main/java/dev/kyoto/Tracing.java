package dev.kyoto;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.internal.current.Bindings;
import dev.kyoto.internal.current.Entering;
import dev.kyoto.internal.current.Here;
import dev.kyoto.internal.tracing.Instrumented;
import dev.kyoto.internal.tracing.InstrumentedStream;
import dev.kyoto.tracing.Span;
import dev.kyoto.tracing.ThreadContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts spans, and what libraries keep in thread-locals, around futures. Programs that trace with a library for which there is an
 * adapter, such as {@code kyoto-opentelemetry}, call that; this is what it is made of.
 *
 * <pre>{@code
 * Tracing.instrument(new Timed("checkout"), async(() -> {
 *     reserve(cart).await();                       // within the span
 *     spawn(instrument(new Timed("mail"), mail(customer)));   // its parent: Tracing.currentSpan() is "checkout" there
 *     …
 * })).await();
 * }</pre>
 *
 * <p>What is spawned inside, by whatever spawns, is inside as well: {@code spawn}, a {@code JoinSet}, a {@code scope}, a
 * {@code shield}, {@code spawnBlocking}. Branches of a {@code select} or a {@code join}, and streams, are polled inside anyway.
 * What an executor runs, by {@code toCompletableFuture(executor)}, is on its own.
 *
 * <p>A future without any of this around it pays nothing for the possibility. Measured on JDK 25, what Kyoto adds to what the span
 * or the context does itself is 8 ns and no allocation at each poll, and for a task that is spawned inside 20 to 30 ns and 60
 * to 110 bytes.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; without a runtime too.
 */
public final class Tracing {
    private Tracing() {}

    /**
     * {@code future} within {@code span}, which is begun with the first poll, entered on each and left when the future is
     * suspended, and ended when the future completes, fails or is dropped. A task is traced from its first poll to its end by
     * {@code spawn(instrument(span, future))}.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     *
     * @param span for this future alone
     */
    public static <T extends @Nullable Object> Future<T> instrument(Span span, Future<T> future) {
        return new Instrumented<>(Objects.requireNonNull(span, "span"), Objects.requireNonNull(future, "future"));
    }

    /**
     * {@code stream} within {@code span}, which is begun when the first element is asked for, entered while one is read, and
     * ended at the stream's end, with its failure, or when it is closed before.
     *
     * @param span for this stream alone
     */
    public static <T> Stream<T> instrument(Span span, Stream<T> stream) {
        return new InstrumentedStream<>(Objects.requireNonNull(span, "span"), Objects.requireNonNull(stream, "stream"));
    }

    /**
     * {@code future}, which is polled and dropped with {@code context} in place.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     *
     * @param context for this future alone
     */
    public static <T extends @Nullable Object> Future<T> carry(ThreadContext context, Future<T> future) {
        return new Entering<>(Objects.requireNonNull(context, "context"), Objects.requireNonNull(future, "future"));
    }

    /** The innermost span around the calling code or, if there is none in its task, around the {@code spawn} of that; or null. */
    public static @Nullable Span currentSpan() {
        return Bindings.findSpan(Here.bindings());
    }
}
