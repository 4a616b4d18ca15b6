package dev.kyoto.benchmarks.jmh;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;

import dev.kyoto.Runtime;
import dev.kyoto.Tracing;
import dev.kyoto.futures.Future;
import dev.kyoto.opentelemetry.OpenTelemetryContext;
import dev.kyoto.slf4j.MdcContext;
import dev.kyoto.tracing.Span;
import dev.kyoto.tracing.ThreadContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs at each poll, and at each spawn, that something follows a future. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(TracingBenchmark.OPERATIONS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class TracingBenchmark {
    static final int OPERATIONS = 1_000;

    /** What is around the future. */
    public enum Around {
        NOTHING,
        /** A context that does nothing: what Kyoto itself costs. */
        CONTEXT,
        /** A span that does nothing. */
        SPAN,
        /** A logback MDC without entries. */
        EMPTY_MDC,
        /** One with three. */
        MDC,
        /** OpenTelemetry's context, with baggage in it. */
        OPENTELEMETRY;

        <T> Future<T> put(Future<T> future) {
            return switch (this) {
                case NOTHING -> future;
                case CONTEXT -> Tracing.carry(new Idle(), future);
                case SPAN -> Tracing.instrument(new Idle(), future);
                case EMPTY_MDC -> MdcContext.carry(future);
                case MDC ->
                    Tracing.carry(
                            MdcContext.capture()
                                    .with("user", "ada")
                                    .with("request", "1")
                                    .with("region", "north"),
                            future);
                case OPENTELEMETRY ->
                    Tracing.carry(
                            OpenTelemetryContext.of(Context.root()
                                    .with(Baggage.builder().put("user", "ada").build())),
                            future);
            };
        }
    }

    private static final class Idle implements Span {
        @Override
        public void enter() {}

        @Override
        public void exit() {}

        @Override
        public ThreadContext inherited() {
            return new Idle();
        }

        @Override
        public void completed() {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void dropped() {}
    }

    @Param
    private Around around = Around.NOTHING;

    @SuppressWarnings("NullAway.Init") // JMH calls open() first
    private Runtime runtime;

    @Setup
    public void open() {
        runtime = Runtime.builder().currentThread().build();
    }

    @TearDown
    public void close() {
        runtime.close();
    }

    /** An operation is a poll of the task, from the scheduler's queue and back. */
    @Benchmark
    public int poll() throws Exception {
        return runtime.blockOn(around.put(async(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                yieldNow().await();
            }
            return OPERATIONS;
        })));
    }

    /** An operation is a task that is spawned inside, polled, and joined. */
    @Benchmark
    public int spawnInside() throws Exception {
        return runtime.blockOn(around.put(async(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                sum += spawn(() -> 1).await();
            }
            return sum;
        })));
    }
}
