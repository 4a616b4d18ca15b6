package dev.kyoto.opentelemetry;

import static dev.kyoto.Kyoto.*;
import static dev.kyoto.opentelemetry.OpenTelemetrySpan.instrument;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.Tracing;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.JoinSet;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What an exporter gets of a program whose futures have spans around them. */
@ParameterizedClass
@ValueSource(ints = {0, 1, 4})
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SAME_THREAD) // which is to be left clean
class OpenTelemetrySpanTest {
    @Parameter
    private int workers;

    private final Telemetry telemetry = new Telemetry();
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        var builder = Runtime.builder();
        runtime = (workers == 0 ? builder.currentThread() : builder.workers(workers)).build();
    }

    @AfterEach
    void nothingIsLeftCurrent() {
        runtime.close();
        telemetry.close();
        assertSame(Context.root(), Context.current());
    }

    private <T> Future<T> traced(String name, Future<T> future) {
        return instrument(telemetry.tracer().spanBuilder(name), future);
    }

    private void assertParent(String parent, String child) {
        SpanData outer = telemetry.span(parent);
        SpanData inner = telemetry.span(child);
        assertEquals(outer.getSpanId(), inner.getParentSpanId(), child + " is not inside " + parent);
        assertEquals(outer.getTraceId(), inner.getTraceId());
    }

    /** The program of this test: a request whose parts are awaited, spawned, raced, and one of which fails. */
    private Future<String> request() {
        return traced("request", async(() -> {
            JoinHandle<String> audit = spawn(traced("audit", async(() -> {
                yieldNow().await();
                return traced("write", async(() -> "written")).await();
            })));
            String answer = select(
                            on(traced("mirror", async(() -> {
                                yieldNow().await();
                                return "answer";
                            }))),
                            on(traced("silent", async(() -> {
                                sleep(Duration.ofHours(1)).await();
                                return "never";
                            }))))
                    .await();
            try {
                traced("broken", async(() -> {
                            yieldNow().await();
                            throw new IOException("no stock");
                        }))
                        .await();
            } catch (IOException failure) {
                answer += " without stock";
            }
            return answer + ", " + audit.await();
        }));
    }

    @Test
    void spansOfAProgramAreNestedAsItsFuturesAre() throws Exception {
        assertEquals("answer without stock, written", runtime.blockOn(request()));

        assertEquals(SpanId.getInvalid(), telemetry.span("request").getParentSpanId());
        assertParent("request", "audit");
        assertParent("audit", "write");
        assertParent("request", "mirror");
        assertParent("request", "silent");
        assertParent("request", "broken");
        assertEquals(6, telemetry.spans().size());
    }

    @Test
    void loserOfASelectEndsAsCancelledAndIsNoError() throws Exception {
        runtime.blockOn(request());

        SpanData loser = telemetry.span("silent");
        assertTrue(loser.hasEnded());
        assertEquals(true, loser.getAttributes().get(OpenTelemetrySpan.CANCELLED));
        assertEquals(StatusCode.UNSET, loser.getStatus().getStatusCode());
        assertNull(telemetry.span("mirror").getAttributes().get(OpenTelemetrySpan.CANCELLED));
    }

    @Test
    void failureIsRecorded() throws Exception {
        runtime.blockOn(request());

        SpanData failed = telemetry.span("broken");
        assertEquals(StatusCode.ERROR, failed.getStatus().getStatusCode());
        assertEquals("java.io.IOException", failed.getAttributes().get(AttributeKey.stringKey("error.type")));
        assertEquals(1, failed.getEvents().size());
        assertEquals("exception", failed.getEvents().get(0).getName());
        assertTrue(failed.getEvents().get(0).getAttributes().toString().contains("no stock"), failed::toString);
        assertEquals(StatusCode.UNSET, telemetry.span("request").getStatus().getStatusCode());
    }

    @Test
    void collectorIsSentTheSameIds() throws Exception {
        runtime.blockOn(request());

        SpanData request = telemetry.span("request");
        String audit = telemetry.json().stream()
                .filter(message -> message.contains("\"name\":\"audit\""))
                .collect(Collectors.joining());
        assertTrue(audit.contains("\"traceId\":\"" + request.getTraceId() + "\""), audit);
        assertTrue(audit.contains("\"parentSpanId\":\"" + request.getSpanId() + "\""), audit);
        String silent = telemetry.json().stream()
                .filter(message -> message.contains("\"name\":\"silent\""))
                .collect(Collectors.joining());
        assertTrue(silent.contains("{\"key\":\"kyoto.cancelled\",\"value\":{\"boolValue\":true}}"), silent);
        assertEquals(6, telemetry.json().size());
    }

    @Test
    void parentAndBaggageCrossWhateverSpawns() throws Exception {
        Baggage baggage = Baggage.builder().put("user", "ada").build();
        List<String> seen = new ArrayList<>();

        runtime.blockOn(Tracing.carry(
                OpenTelemetryContext.of(Context.root().with(baggage)), traced("root", async(() -> {
                    seen.add(spawn(traced("spawned", user())).await());
                    try (var set = new JoinSet<String>()) {
                        set.spawn(traced("joined", user()));
                        seen.add(set.joinNext().await().get());
                    }
                    seen.add(scope(s -> s.spawn(traced("scoped", user())).await())
                            .await());
                    seen.add(shield(traced("shielded", user())).await());
                    seen.add(spawnBlocking(() -> {
                                telemetry
                                        .tracer()
                                        .spanBuilder("blocking")
                                        .startSpan()
                                        .end();
                                return Baggage.current().getEntryValue("user");
                            })
                            .await());
                    Streams.of(1)
                            .forEach(element ->
                                    seen.add(traced("element", user()).await()))
                            .await();
                }))));

        assertEquals(List.of("ada", "ada", "ada", "ada", "ada", "ada"), seen);
        for (String child : List.of("spawned", "joined", "scoped", "shielded", "blocking", "element")) {
            assertParent("root", child);
        }
    }

    private static Future<String> user() {
        return async(() -> {
            yieldNow().await();
            return Baggage.current().getEntryValue("user");
        });
    }

    @Test
    void tasksThatTakeTurnsAreEachInTheirOwnTrace() throws Exception {
        List<JoinHandle<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tasks.add(runtime.spawn(traced("task", async(() -> {
                String before = Span.current().getSpanContext().getTraceId();
                boolean same = true;
                for (int turn = 0; turn < 20; turn++) {
                    yieldNow().await();
                    same &= before.equals(Span.current().getSpanContext().getTraceId());
                }
                return same;
            }))));
        }

        assertFalse(runtime.blockOn(joinAll(tasks)).contains(false));
        assertEquals(
                100,
                telemetry.spans().stream().map(SpanData::getTraceId).distinct().count());
    }

    @Test
    void scopeThatIsOpenOverAnAwaitStaysCurrentForItsFutureAlone() throws Exception {
        Span span = telemetry.tracer().spanBuilder("by hand").startSpan();
        List<String> seen = new ArrayList<>();

        runtime.blockOn(OpenTelemetryContext.carry(async(() -> {
            try (Scope open = span.makeCurrent()) {
                spawn(Tracing.carry(OpenTelemetryContext.of(Context.root()), other(seen)))
                        .await();
                seen.add(String.valueOf(Span.current() == span));
            }
            seen.add(String.valueOf(Span.current().getSpanContext().isValid()));
        })));
        span.end();

        assertEquals(List.of("false", "true", "false"), seen);
    }

    private static Future<Void> other(List<String> seen) {
        return async(() -> {
            yieldNow().await();
            seen.add(String.valueOf(Span.current().getSpanContext().isValid()));
        });
    }

    @Test
    void scopeThatIsOpenOverAnAwaitIsNotLeftOnTheThread() throws Exception {
        Span span = telemetry.tracer().spanBuilder("by hand").startSpan();
        var future = PolledByHand.of(OpenTelemetryContext.carry(async(() -> {
            try (Scope open = span.makeCurrent()) {
                yieldNow().await();
                return Span.current() == span;
            }
        })));

        assertTrue(future.poll().isPending());
        assertSame(Context.root(), Context.current());
        assertTrue(future.poll().value());
        assertSame(Context.root(), Context.current());
        span.end();
    }

    @Test
    void runtimeThatCarriesTakesTheContextOfTheThreadThatSpawns() throws Exception {
        Span span = telemetry.tracer().spanBuilder("on a thread").startSpan();
        try (Runtime carrying = Runtime.builder()
                .workers(2)
                .carry(OpenTelemetryContext::capture)
                .build()) {
            try (Scope current = span.makeCurrent()) {
                carrying.blockOn(traced("inside", yieldNow()));
            }
            carrying.blockOn(traced("outside", yieldNow()));
        }
        span.end();

        assertParent("on a thread", "inside");
        assertEquals(SpanId.getInvalid(), telemetry.span("outside").getParentSpanId());
    }

    @Test
    void futureThatIsNeverPolledHasNoSpan() {
        traced("never", yieldNow()).cancel();

        assertEquals(List.of(), telemetry.spans());
    }

    @Test
    void streamHasOneSpanToItsEnd() throws Exception {
        var elements = instrument(telemetry.tracer().spanBuilder("stream"), Streams.of(1, 2, 3));

        assertEquals(3L, runtime.blockOn(elements.count()));

        assertEquals(1, telemetry.spans().size());
        assertNull(telemetry.span("stream").getAttributes().get(OpenTelemetrySpan.CANCELLED));
    }

    @Test
    void awaitTreeNamesTheSpan() throws Exception {
        Future<Void> waiting = traced("waiting", pending());
        PolledByHand.of(waiting).poll();

        assertTrue(AwaitTree.of(waiting).what().matches("span [0-9a-f]{16}"), AwaitTree.of(waiting)::toString);
        waiting.cancel();
    }

    @Test
    void ofTwoSpansTheInnerIsLeftFirstAlsoWhenBothAreDropped() {
        var waiting = PolledByHand.of(traced("outer", traced("inner", pending())));
        assertTrue(assertDoesNotThrow(waiting::poll).isPending());

        waiting.cancel();

        assertParent("outer", "inner");
        assertEquals(
                List.of("inner", "outer"),
                telemetry.spans().stream().map(SpanData::getName).toList());
        assertThrows(IllegalStateException.class, waiting::poll);
    }
}
