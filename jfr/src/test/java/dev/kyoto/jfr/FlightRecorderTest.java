package dev.kyoto.jfr;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.RuntimeListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of what runtimes did, opened and counted. */
@Timeout(120)
class FlightRecorderTest {
    private static final int TASKS = 100;

    @TempDir
    private Path folder;

    /** Ends the recording, and opens it. */
    private List<RecordedEvent> read(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
    }

    private static List<RecordedEvent> of(String type, List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .toList();
    }

    private static boolean isListenedTo(Runtime runtime) {
        return FlightRecorderExtension.runtimes().include(runtime);
    }

    @Test
    void everySpawnIsAnEventThatSaysWhichTaskItWas() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.TaskSpawn");
            recording.start();
            try (Runtime runtime = Runtime.builder().name("spawning").workers(2).build()) {
                runtime.blockOn(async(() -> {
                    for (int i = 0; i < TASKS; i++) {
                        spawn("child", yieldNow()).await();
                    }
                }));
            }

            List<RecordedEvent> events = of("dev.kyoto.TaskSpawn", read(recording));
            assertEquals(1 + TASKS, events.size());
            assertEquals(
                    TASKS,
                    events.stream()
                            .filter(event -> event.getString("taskName").equals("child"))
                            .count());
            RecordedEvent last = events.get(events.size() - 1);
            assertEquals("spawning", last.getString("runtime"));
            assertTrue(last.getLong("taskId") > 0);
            assertTrue(last.getString("spawnSite").contains("YieldNow"), last::toString);
            assertNull(last.getStackTrace());
        }
    }

    @Test
    void stackTraceOfASpawnIsRecordedIfItIsAskedFor() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.TaskSpawn").withStackTrace();
            recording.start();
            try (Runtime runtime = Runtime.builder().currentThread().build()) {
                runtime.blockOn(yieldNow());
            }

            RecordedEvent spawn = of("dev.kyoto.TaskSpawn", read(recording)).get(0);
            assertTrue(
                    spawn.getStackTrace().getFrames().stream()
                            .anyMatch(frame -> frame.getMethod().getName().startsWith("stackTraceOfASpawn")),
                    spawn::toString);
        }
    }

    @Test
    void everyPollIsAnEventWithoutAThreshold() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.TaskPoll").withThreshold(Duration.ZERO);
            recording.start();
            long polls;
            try (Runtime runtime = Runtime.builder().currentThread().build()) {
                runtime.blockOn(async(() -> {
                    for (int i = 0; i < TASKS; i++) {
                        yieldNow().await();
                    }
                }));
                polls = runtime.metrics().polls();
            }

            assertEquals(1 + TASKS, polls);
            assertEquals(polls, of("dev.kyoto.TaskPoll", read(recording)).size());
        }
    }

    @Test
    @SuppressWarnings("kyoto:blocking") // what is tested
    void onlyThePollThatTookLongerThanTheThresholdIsAnEvent() throws Exception {
        Duration threshold = Duration.ofMillis(200);
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.TaskPoll").withThreshold(threshold);
            recording.start();
            try (Runtime runtime = Runtime.builder().workers(2).build()) {
                runtime.blockOn(async(() -> {
                    spawn("quick", yieldNow()).await();
                    spawn("slow", async(() -> {
                                long begin = System.nanoTime();
                                while (System.nanoTime() - begin < 2 * threshold.toNanos()) {
                                    LockSupport.parkNanos(threshold.toNanos());
                                }
                            }))
                            .await();
                }));
            }

            List<RecordedEvent> events = of("dev.kyoto.TaskPoll", read(recording));
            assertEquals(
                    List.of("slow"),
                    events.stream().map(event -> event.getString("taskName")).toList());
            assertTrue(events.get(0).getDuration().compareTo(threshold) > 0);
            assertTrue(events.get(0).getInt("worker") >= 0);
        }
    }

    @Test
    void budgetThatIsUsedUpIsAnEvent() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.BudgetYield");
            recording.start();
            long yields;
            try (Runtime runtime = Runtime.builder().currentThread().build()) {
                runtime.blockOn(async(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        consumeBudget().await();
                    }
                }));
                yields = runtime.metrics().workers().get(0).budgetYields();
            }

            assertTrue(yields > 0);
            assertEquals(yields, of("dev.kyoto.BudgetYield", read(recording)).size());
        }
    }

    @Test
    @SuppressWarnings("kyoto:blocking") // what is tested
    void blockedWorkerIsAnEventAtTheBeginningAndAtTheEnd() throws Exception {
        var noticed = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.BlockedWorker");
            recording.start();
            try (Runtime runtime = Runtime.builder()
                    .workers(1)
                    .blockedAfter(Duration.ofMillis(1))
                    .spareAfter(Duration.ofHours(1))
                    .build()) {
                runtime.addListener(new RuntimeListener() {
                    @Override
                    public void workerBlocked(BlockedWorker news) {
                        (news.stage() == BlockedWorker.Stage.ENDED ? ended : noticed).countDown();
                    }
                });
                JoinHandle<Void> task = runtime.spawn("blocking", async(() -> {
                    noticed.await();
                }));
                runtime.blockOn(task);
                ended.await();
            }

            List<RecordedEvent> events = of("dev.kyoto.BlockedWorker", read(recording)).stream()
                    .filter(event -> event.getString("taskName").equals("blocking"))
                    .toList();
            assertEquals(
                    List.of("NOTICED", "ENDED"),
                    events.stream().map(event -> event.getString("stage")).toList());
            assertTrue(events.get(0).getString("line").contains("FlightRecorderTest"), events::toString);
            assertTrue(events.get(0).getString("stack").contains("CountDownLatch.await"), events::toString);
            assertTrue(events.get(1).getDuration("blockedFor").toMillis() >= 0);
        }
    }

    @Test
    void runtimeIsListenedToOnlyWhileARecordingHasAnEventOn() {
        try (Runtime before = Runtime.builder().currentThread().build()) {
            assertFalse(isListenedTo(before));
            try (Recording other = new Recording()) {
                for (EventType type : List.of(
                        KyotoEvents.TASK_SPAWN,
                        KyotoEvents.TASK_POLL,
                        KyotoEvents.BUDGET_YIELD,
                        KyotoEvents.BLOCKED_WORKER)) {
                    other.disable(type.getName());
                }
                other.start();
                assertFalse(isListenedTo(before), "a recording without our events");
            }
            try (Recording recording = new Recording()) {
                recording.enable("dev.kyoto.TaskSpawn");
                recording.start();
                assertTrue(isListenedTo(before), "built before the recording began");
                try (Runtime later = Runtime.builder().currentThread().build()) {
                    assertTrue(isListenedTo(later), "built while it runs");
                }
                recording.stop();
            }
            assertFalse(isListenedTo(before), "the recording is over");
        }
    }

    @Test
    void eventsAreNamedForPeople() {
        for (EventType type : List.of(
                KyotoEvents.TASK_SPAWN, KyotoEvents.TASK_POLL, KyotoEvents.BUDGET_YIELD, KyotoEvents.BLOCKED_WORKER)) {
            assertTrue(type.getName().startsWith("dev.kyoto."), type::getName);
            assertEquals(List.of("Kyoto"), type.getCategoryNames());
            assertFalse(type.getLabel().isBlank());
            assertFalse(type.getDescription().isBlank());
        }
    }
}
