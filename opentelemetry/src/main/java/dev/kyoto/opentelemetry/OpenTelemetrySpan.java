package dev.kyoto.opentelemetry;

import dev.kyoto.Tracing;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.tracing.Span;
import dev.kyoto.tracing.ThreadContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A span of OpenTelemetry around a future or a stream: started with the first poll, current in each, also in what is spawned
 * inside, and ended with the future.
 *
 * <pre>{@code
 * Order order = instrument(tracer.spanBuilder("checkout"), checkout(cart)).await();
 * spawn(instrument(tracer.spanBuilder("mail"), mail(order)));
 * }</pre>
 *
 * <p>Unless the builder says otherwise, the parent is the span that is current where the future is first polled; of a spawned task,
 * the one at its {@code spawn}, if that was inside a span, or if the runtime carries an {@link OpenTelemetryContext}.
 *
 * <p>If the future fails, the exception is recorded, the status is an error, and {@code error.type} names its class. If the
 * future is dropped, the span ends as it would else, with {@link #CANCELLED} set: to lose a {@code select} is no error. A future
 * that is dropped before its first poll has no span.
 *
 * <p><b>Threads.</b> A span belongs to one future, as any {@link Span} does.
 */
public final class OpenTelemetrySpan implements Span {
    /** True in a span whose future was dropped. */
    public static final AttributeKey<Boolean> CANCELLED = AttributeKey.booleanKey("kyoto.cancelled");

    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final SpanBuilder builder;

    /** Set with the first poll, as is the context. */
    private io.opentelemetry.api.trace.@Nullable Span span;

    private @Nullable OpenTelemetryContext context;

    private OpenTelemetrySpan(SpanBuilder builder) {
        this.builder = builder;
    }

    /**
     * A span for {@link Tracing#instrument}.
     *
     * @param builder for this span alone
     */
    public static OpenTelemetrySpan of(SpanBuilder builder) {
        return new OpenTelemetrySpan(Objects.requireNonNull(builder, "builder"));
    }

    /**
     * {@code future} within a span. {@code io.opentelemetry.api.trace.Span.current()} is the span inside.
     *
     * <p><b>Cancel safety.</b> That of {@code future}.
     */
    public static <T extends @Nullable Object> Future<T> instrument(SpanBuilder builder, Future<T> future) {
        return Tracing.instrument(of(builder), future);
    }

    /** {@code stream} within a span, which is current while an element is read, and ends with the stream. */
    public static <T> Stream<T> instrument(SpanBuilder builder, Stream<T> stream) {
        return Tracing.instrument(of(builder), stream);
    }

    @Override
    public void begin() {
        var started = builder.startSpan();
        span = started;
        context = OpenTelemetryContext.of(Context.current().with(started));
    }

    @Override
    public void enter() {
        context().enter();
    }

    @Override
    public void exit() {
        context().exit();
    }

    @Override
    public ThreadContext inherited() {
        return context().inherited();
    }

    @Override
    public Object kind() {
        return OpenTelemetryContext.class;
    }

    private OpenTelemetryContext context() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void completed() {
        begun().end();
    }

    @Override
    public void failed(Throwable failure) {
        var failed = begun();
        failed.recordException(failure);
        failed.setAttribute(ERROR_TYPE, failure.getClass().getName());
        failed.setStatus(StatusCode.ERROR, failure.toString());
        failed.end();
    }

    @Override
    public void dropped() {
        var dropped = span;
        if (dropped != null) {
            dropped.setAttribute(CANCELLED, true);
            dropped.end();
        }
    }

    private io.opentelemetry.api.trace.Span begun() {
        return Objects.requireNonNull(span);
    }

    @Override
    public String toString() {
        var begun = span;
        return begun == null ? "span" : "span " + begun.getSpanContext().getSpanId();
    }
}
