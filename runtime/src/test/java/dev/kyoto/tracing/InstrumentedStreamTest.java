package dev.kyoto.tracing;

import static dev.kyoto.Kyoto.*;
import static dev.kyoto.Tracing.currentSpan;
import static dev.kyoto.Tracing.instrument;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A span around a stream. */
class InstrumentedStreamTest extends RuntimeTestCase {
    private Stream<String> traced(Stream<String> stream) {
        return instrument(new RecordedSpan("stream", events), stream);
    }

    @Test
    void spanIsEnteredWhileAnElementIsReadAndEndsWithTheStream() throws Exception {
        Stream<String> elements = traced(stream(emitter -> {
            sleep(ofSeconds(1)).await();
            emitter.emit("one in " + currentSpan()).await();
        }));

        List<String> read = runtime.blockOn(elements.toList());

        assertEquals(List.of("one in stream"), read);
        assertEquals(
                List.of(
                        "stream begins",
                        "stream {",
                        "stream }",
                        "stream {",
                        "stream }",
                        "stream {",
                        "stream }",
                        "stream completed"),
                events);
    }

    @Test
    void readerIsNotWithinTheSpan() throws Exception {
        runtime.blockOn(traced(Streams.of("one")).forEach(one -> events.add("read in " + currentSpan())));

        assertEquals("read in null", events.get(3));
    }

    @Test
    void failureEndsTheSpanAndPassesThrough() {
        Stream<String> failing = traced(stream(emitter -> {
            throw new IOException("no disk");
        }));

        assertThrows(IOException.class, () -> runtime.blockOn(failing.next()));
        failing.close();

        assertEquals(List.of("stream begins", "stream {", "stream }", "stream failed: no disk"), events);
    }

    @Test
    void streamClosedHalfWayIsCleanedUpWithinTheSpan() throws Exception {
        Stream<String> endless = traced(stream(emitter -> {
            try {
                while (true) {
                    emitter.emit("again").await();
                }
            } finally {
                events.add("cleanup in " + currentSpan());
            }
        }));
        assertEquals("again", runtime.blockOn(endless.next()));
        events.clear();

        endless.close();
        endless.close();

        assertEquals(List.of("stream {", "cleanup in stream", "stream }", "stream dropped"), events);
    }

    @Test
    void streamThatIsNeverReadIsNotBegun() {
        traced(Streams.of("one")).close();

        assertEquals(List.of("stream dropped"), events);
    }

    @Test
    void elementThatIsReadyIsReadByTheNextNextWhenOneIsDropped() throws Exception {
        Stream<String> elements = traced(Streams.of("one"));

        elements.next().cancel();

        assertEquals("one", runtime.blockOn(elements.next()));
    }
}
