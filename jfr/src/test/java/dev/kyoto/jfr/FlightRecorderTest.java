package dev.kyoto.jfr;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.RuntimeListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of what runtimes did, opened and counted. */
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
            List<RecordedEvent> children = events.stream()
                    .filter(event -> event.getString("taskName").equals("child"))
                    .toList();
            assertEquals(TASKS, children.size());
            RecordedEvent child = children.get(0);
            assertEquals("spawning", child.getString("runtime"));
            assertTrue(child.getLong("taskId") > 0);
            assertTrue(child.getString("spawnSite").contains("YieldNow"), child::toString);
            assertNull(child.getStackTrace());
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
    void onlyPollsThatTookLongerThanTheThresholdAreEvents() throws Exception {
        Duration threshold = Duration.ofMillis(200);
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.TaskPoll").withThreshold(threshold);
            recording.start();
            long polls;
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
                polls = runtime.metrics().polls();
            }

            List<RecordedEvent> events = of("dev.kyoto.TaskPoll", read(recording));
            assertTrue(events.size() < polls, () -> events.size() + " of " + polls);
            assertTrue(
                    events.stream().allMatch(event -> event.getDuration().compareTo(threshold) > 0), events::toString);
            assertTrue(
                    events.stream()
                            .anyMatch(event -> event.getString("taskName").equals("slow")),
                    events::toString);
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
    void newsOfABlockedWorkerAreEvents() throws Exception {
        List<BlockedWorker> heard = new CopyOnWriteArrayList<>();
        var noticed = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        try (Recording recording = new Recording()) {
            recording.enable("dev.kyoto.BlockedWorker");
            recording.start();
            try (Runtime runtime = Runtime.builder()
                    .workers(1)
                    .blockedAfter(Duration.ofMillis(1))
                    .build()) {
                runtime.addListener(new RuntimeListener() {
                    @Override
                    public void workerBlocked(BlockedWorker news) {
                        if (news.taskName().equals("blocking")) {
                            heard.add(news);
                            (news.stage() == BlockedWorker.Stage.ENDED ? ended : noticed).countDown();
                        }
                    }
                });
                runtime.blockOn(runtime.spawn("blocking", async(() -> noticed.await())));
                ended.await();
            }

            List<RecordedEvent> events = of("dev.kyoto.BlockedWorker", read(recording)).stream()
                    .filter(event -> event.getString("taskName").equals("blocking"))
                    .toList();
            assertTrue(heard.size() >= 2);
            assertEquals(heard.size(), events.size());
            for (int i = 0; i < heard.size(); i++) {
                BlockedWorker news = heard.get(i);
                RecordedEvent event = events.get(i); // all of one thread, hence in their order
                assertEquals(news.stage().name(), event.getString("stage"));
                assertEquals(news.duration(), event.getDuration("blockedFor"));
                assertEquals(news.state().name(), event.getString("state"));
                assertEquals(news.lock(), event.getString("lock"));
                assertEquals(news.line() == null ? null : news.line().toString(), event.getString("line"));
                assertEquals(
                        news.stack().size(), event.getString("stack").lines().count());
            }
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
