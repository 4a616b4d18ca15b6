package dev.kyoto.jfr;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Futures that are dropped half-way, in a recording. */
class HalfwayDropEventTest {
    private static final int ROUNDS = 10;

    @TempDir
    private Path folder;

    @Test
    void everyLoserOfASelectIsAnEvent() throws Exception {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.HalfwayDrop");
            recording.start();
            try (Runtime runtime = Runtime.builder().currentThread().build()) {
                assertTrue(FlightRecorderExtension.drops().isRecording());
                runtime.blockOn(async(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        select(waiting(), yieldNow()).await();
                    }
                }));
            }
            recording.stop();
            recording.dump(file);
        }
        assertFalse(FlightRecorderExtension.drops().isRecording());

        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("dev.kyoto.HalfwayDrop"))
                .toList();
        assertEquals(ROUNDS, events.size());
        RecordedEvent event = events.get(0);
        assertEquals("a select", event.getString("by"));
        assertTrue(event.getString("line").contains("HalfwayDropEventTest.waiting"), event::toString);
        assertFalse(event.getString("what").isBlank());
        assertEquals(
                1,
                List.of("SAFE", "UNSAFE", "UNKNOWN").stream()
                        .filter(event.getString("safety")::equals)
                        .count());
    }

    private static Future<String> waiting() {
        Future<String> never = pending();
        return async(() -> never.await());
    }
}
