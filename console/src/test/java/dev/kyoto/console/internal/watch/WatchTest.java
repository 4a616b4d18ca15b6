package dev.kyoto.console.internal.watch;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Kyoto;
import dev.kyoto.Runtime;
import dev.kyoto.console.internal.watch.TaskRecord.Phase;
import dev.kyoto.futures.sync.SetOnce;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.TaskInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of tasks, and that it stays in its bounds. */
class WatchTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicLong skipped = new AtomicLong();
    private final Runtime runtime = Runtime.builder().workers(2).build();

    @AfterEach
    void close() {
        runtime.close();
    }

    private RuntimeWatch watch() {
        return new RuntimeWatch(runtime, () -> System.nanoTime() + skipped.get());
    }

    @Test
    void lifeOfATaskIsCounted() throws Exception {
        try (RuntimeWatch watch = watch()) {
            SetOnce<String> goOn = new SetOnce<>();
            JoinHandle<Void> task = runtime.spawn("counted", async(() -> {
                for (int i = 0; i < 10; i++) {
                    yieldNow().await();
                }
                goOn.whenSet().await();
            }));
            TaskRecord record = watch.tasks().find(task.id());
            assertNotNull(record);
            awaitTimedPolls(record, 10); // of the first none is taken
            goOn.set("on");
            runtime.blockOn(task);
            assertEquals(Phase.ENDED, record.phase()); // which is told before whoever joins it
            awaitTimedPolls(record, 11); // and after that the end of the poll

            assertEquals(12, record.polls());
            assertEquals(10, record.selfWakes());
            assertEquals(11, record.wakes());
            assertTrue(record.isSeenFromStart());
            long now = watch.tasks().now();
            assertEquals(record.total(now), record.busy(now) + record.scheduled(now) + record.idle(now));
            assertTrue(record.idle(now) > 0);
            assertEquals("counted", watch.tasks().nameOf(record));
            assertTrue(watch.tasks().siteOf(record).contains("WatchTest.java:"));
        }
    }

    private static void awaitTimedPolls(TaskRecord record, int polls) {
        while (record.pollTimes() == null
                || Arrays.stream(record.pollTimes().counts()).sum() < polls) {
            assertFalse(Thread.interrupted(), "fewer than " + polls + " polls");
            Thread.onSpinWait();
        }
        assertEquals(polls, Arrays.stream(record.pollTimes().counts()).sum());
    }

    @Test
    void taskThatWasThereBeforeIsDiscoveredAndFollowed() throws Exception {
        JoinHandle<Void> early = runtime.spawn("early", async(() -> sleep(LONG).await()));
        try (RuntimeWatch watch = watch()) {
            watch.beat();

            TaskRecord record = watch.tasks().find(early.id());
            assertNotNull(record);
            assertFalse(record.isSeenFromStart());
            assertEquals("early", watch.tasks().nameOf(record));

            early.abort();
            while (record.phase() != Phase.ENDED) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void endedTasksAreKeptForAWhileAndNotForEver() throws Exception {
        try (RuntimeWatch watch = watch()) {
            JoinHandle<Void> task = runtime.spawn(async(() -> yieldNow().await()));
            runtime.blockOn(task);
            skipped.addAndGet(1_000_000_000L);
            watch.look();
            assertTrue(watch.tasks().live().stream().noneMatch(one -> one.id() == task.id()));
            assertTrue(watch.tasks().ended().stream().anyMatch(one -> one.id() == task.id()));

            skipped.addAndGet(60_000_000_000L);
            watch.look();

            assertEquals(List.of(), watch.tasks().ended());
            assertNull(watch.tasks().find(task.id()));
        }
    }

    @Test
    void floodOfTasksMakesTheSampleCoarserUntilItIsOver() throws Exception {
        try (RuntimeWatch watch = watch()) {
            runtime.blockOn(async(() -> {
                for (int i = 0; i < 300_000; i++) {
                    Kyoto.spawn(async(() -> {}));
                }
            }));
            skipped.addAndGet(1_000_000_000L);
            watch.look();

            int coarse = watch.tasks().oneOf();
            assertTrue(coarse > 1, "one of " + coarse);
            JoinHandle<Void> late = runtime.spawn(async(() -> sleep(LONG).await()));
            for (int look = 0; look < 200; look++) {
                skipped.addAndGet(1_000_000_000L);
                watch.look();
            }
            watch.beat();

            assertEquals(1, watch.tasks().oneOf());
            assertNotNull(watch.tasks().find(late.id()), "it is discovered when the sample becomes finer");
        }
    }

    @Test
    void fewTasksThatArePolledVeryOftenStayInSight() throws Exception {
        AtomicLong clock = new AtomicLong(); // by which so many polls are a second, however fast the machine is
        long second = 1_000_000_000L;
        try (RuntimeWatch watch = new RuntimeWatch(runtime, clock::get)) {
            JoinHandle<Void> spinning = runtime.spawn(async(() -> {
                while (true) {
                    yieldNow().await();
                }
            }));
            TaskRecord record = watch.tasks().find(spinning.id());
            assertNotNull(record);
            for (int look = 0; look < 3; look++) {
                long before = record.polls();
                while (record.polls() < before + 2 * Sampler.MOST_POLLS) {
                    assertFalse(Thread.interrupted(), "it is not polled any more");
                    Thread.onSpinWait();
                }
                clock.addAndGet(second);
                watch.look();
                assertEquals(1, watch.tasks().oneOf());
            }

            assertTrue(record.isEstimated());
            assertSame(record, watch.tasks().find(spinning.id()));
            spinning.abort();
        }
    }

    @Test
    void tableRefusesWhatHasNoPlaceAndCountsIt() {
        TaskTable table = new TaskTable(32);
        List<TaskRecord> added = new ArrayList<>();
        for (long id = 1; id <= 100; id++) {
            TaskRecord record = new TaskRecord(info(id), 0, true);
            if (table.add(record)) {
                added.add(record);
            }
        }

        assertEquals(100 - added.size(), table.refused());
        assertTrue(added.size() <= 32);
        added.forEach(record -> assertSame(record, table.find(record.id())));
        List<TaskRecord> removed = new ArrayList<>();
        table.removeIf(record -> record.id() % 2 == 0, removed::add);
        assertTrue(removed.stream().allMatch(record -> table.find(record.id()) == null));
        assertEquals(added.size() - removed.size(), table.all().size());
    }

    @Test
    void recordOfWhoTellsStaysWhenAnotherDiscoversTheSameTask() {
        TaskTable table = new TaskTable(32);
        TaskRecord told = new TaskRecord(info(7), 0, false);
        TaskRecord discovered = new TaskRecord(info(7), 0, false);

        table.addUnlessThere(discovered);
        assertSame(discovered, table.find(7));
        table.addAndReplace(told);
        assertSame(told, table.find(7));
        table.addUnlessThere(new TaskRecord(info(7), 0, false));

        assertSame(told, table.find(7));
        assertEquals(1, table.all().size());
    }

    @Test
    void samplerBecomesCoarserAsFarAsNeededAndFinerStepByStep() {
        Sampler sampler = new Sampler(0);
        long second = 1_000_000_000L;

        assertFalse(sampler.look(second, 1_000, 1_000, 1_000, false));
        assertTrue(sampler.look(second, 1_000, 10 * Sampler.MOST_SPAWNS, 0, false));
        assertEquals(16, sampler.oneOf());
        assertFalse(sampler.look(3 * second, 1_000, 0.2 * Sampler.MOST_SPAWNS, 0, false), "it must be calm for longer");
        assertTrue(sampler.look(7 * second, 1_000, 0.2 * Sampler.MOST_SPAWNS, 0, false));
        assertEquals(8, sampler.oneOf());
        assertFalse(sampler.look(20 * second, 1_000, 0.5 * Sampler.MOST_SPAWNS, 0, false), "half is not calm");
        assertTrue(sampler.look(21 * second, 1_000, 0, 0, true), "a task that found no place");
        assertFalse(sampler.look(22 * second, Sampler.FEW_TASKS, 0, 100.0 * Sampler.MOST_POLLS, false));
        assertTrue(sampler.look(22 * second, Sampler.FEW_TASKS + 1, 0, 100.0 * Sampler.MOST_POLLS, false));
    }

    @Test
    void histogramTellsTimesToTheNextDoubling() {
        Histogram histogram = new Histogram();
        for (int i = 0; i < 98; i++) {
            histogram.add(1_500);
        }
        histogram.add(3_000_000);
        histogram.add(Long.MAX_VALUE);

        int[] counts = histogram.counts();
        assertEquals(2_048, Histogram.percentile(counts, 0.5));
        assertEquals(4_194_304, Histogram.percentile(counts, 0.99));
        assertEquals(Histogram.upperBound(Histogram.BUCKETS - 1), Histogram.percentile(counts, 1));
        assertEquals(0, Histogram.percentile(new int[Histogram.BUCKETS], 0.5));
        assertEquals(0, Histogram.bucketOf(-5));
    }

    private static TaskInfo info(long id) {
        return new TaskInfo() {
            @Override
            public long id() {
                return id;
            }

            @Override
            public String name() {
                return "task";
            }

            @Override
            public String spawnSite() {
                return "here";
            }
        };
    }
}
