package dev.kyoto.micrometer;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeMetrics;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.RuntimeListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each number of a runtime is in its registry, as long as it is to be there. */
class KyotoMetricsTest {
    /** Which meters say what the components of the metrics say; those that are made of others have none. */
    private static final Map<String, String> METERS = Map.ofEntries(
            Map.entry("liveTasks", "kyoto.tasks.live"),
            Map.entry("injectionQueueDepth", "kyoto.injection.queue.depth"),
            Map.entry("injections", "kyoto.injections"),
            Map.entry("blockingThreads", "kyoto.blocking.threads"),
            Map.entry("blockingIdle", "kyoto.blocking.threads.idle"),
            Map.entry("blockingActive", "kyoto.blocking.jobs.active"),
            Map.entry("blockingQueued", "kyoto.blocking.jobs.queued"),
            Map.entry("blockingFinished", "kyoto.blocking.jobs.finished"),
            Map.entry("polls", "kyoto.worker.polls"),
            Map.entry("slotPolls", "kyoto.worker.slot.polls"),
            Map.entry("injected", "kyoto.worker.injected"),
            Map.entry("steals", "kyoto.worker.steals"),
            Map.entry("overflows", "kyoto.worker.overflows"),
            Map.entry("budgetYields", "kyoto.worker.budget.yields"),
            Map.entry("busy", "kyoto.worker.busy"),
            Map.entry("parks", "kyoto.worker.parks"),
            Map.entry("idleWakes", "kyoto.worker.idle.wakes"),
            Map.entry("spawns", "kyoto.worker.spawns"),
            Map.entry("queueDepth", "kyoto.worker.queue.depth"),
            Map.entry("channels", "kyoto.driver.channels"),
            Map.entry("readyEvents", "kyoto.driver.ready.events"),
            Map.entry("wakeups", "kyoto.driver.wakeups"),
            Map.entry("pollTimes", "kyoto.poll.time.seconds.bucket"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanoTime = new AtomicLong();

    private KyotoMetrics bind(Runtime runtime) {
        var metrics = new KyotoMetrics(runtime, List.of(), nanoTime::get);
        metrics.bindTo(registry);
        return metrics;
    }

    /** What the registry says from now on is of now. */
    private void later() {
        nanoTime.addAndGet(Snapshots.REUSED_NANOS);
    }

    private double read(String name, String... tags) {
        Meter meter = registry.get(name).tags(tags).meter();
        return meter.measure().iterator().next().getValue();
    }

    private Set<String> names() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @AfterEach
    void closeRegistry() {
        registry.close();
    }

    @Test
    void everyNumberOfTheRuntimeHasAMeter() {
        try (Runtime runtime = Runtime.builder().workers(1).pollTimes().build();
                var metrics = bind(runtime)) {
            List<String> without = Stream.of(
                            RuntimeMetrics.class,
                            RuntimeMetrics.WorkerMetrics.class,
                            RuntimeMetrics.DriverMetrics.class)
                    .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                    .map(RecordComponent::getName)
                    .filter(name -> !List.of("workers", "drivers", "spare").contains(name)) // which are no numbers
                    .filter(name -> !names().contains(METERS.get(name)))
                    .toList();

            assertEquals(List.of(), without);
            assertNotNull(metrics);
        }
    }

    @Test
    void metersSayWhatTheMetricsSay() throws Exception {
        try (Runtime runtime = Runtime.builder().name("main").currentThread().build();
                var metrics = bind(runtime)) {
            runtime.blockOn(async(() -> {
                for (int i = 0; i < 5; i++) {
                    spawn(yieldNow()).await();
                }
                spawnBlocking(() -> "").await();
            }));
            while (runtime.metrics().blockingFinished() == 0) {
                Thread.onSpinWait(); // who joins a job may be quicker than who counts it
            }
            JoinHandle<Void> waiting = runtime.spawn(pending());
            later();

            RuntimeMetrics now = runtime.metrics();
            assertEquals(1, read("kyoto.tasks.live", "runtime", "main"));
            assertEquals(1, read("kyoto.injection.queue.depth"));
            assertEquals(now.injections(), read("kyoto.injections"));
            assertEquals(now.polls(), read("kyoto.worker.polls", "worker", "0"));
            assertEquals(5, read("kyoto.worker.spawns"));
            assertEquals(1, read("kyoto.blocking.jobs.finished"));
            assertEquals(now.blockingThreads(), read("kyoto.blocking.threads"));
            assertEquals(now.workers().get(0).busy().toNanos() / 1e9, read("kyoto.worker.busy"));
            waiting.abort();
        }
    }

    @Test
    void busyTimeIsInSeconds() {
        try (Runtime runtime = Runtime.builder().workers(1).build();
                var metrics = bind(runtime)) {
            FunctionCounter busy = registry.get("kyoto.worker.busy").functionCounter();

            assertEquals("seconds", busy.getId().getBaseUnit());
            assertNotNull(metrics);
        }
    }

    @Test
    void metersThatAreReadTogetherAreOfOneMoment() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build();
                var metrics = bind(runtime)) {
            double before = read("kyoto.worker.polls");
            runtime.blockOn(yieldNow());

            assertEquals(before, read("kyoto.worker.polls"));
            later();
            assertTrue(read("kyoto.worker.polls") > before);
            assertNotNull(metrics);
        }
    }

    @Test
    void runtimesInOneRegistryAreToldApartAndLeaveOneByOne() {
        try (Runtime first = Runtime.builder().name("first").workers(2).build();
                Runtime second = Runtime.builder().name("second").workers(1).build()) {
            KyotoMetrics ofFirst = bind(first);
            KyotoMetrics ofSecond = bind(second);

            assertEquals(
                    2,
                    registry.get("kyoto.worker.polls")
                            .tag("runtime", "first")
                            .meters()
                            .size());
            assertEquals(
                    1,
                    registry.get("kyoto.worker.polls")
                            .tag("runtime", "second")
                            .meters()
                            .size());

            ofFirst.close();
            ofFirst.close();

            assertTrue(registry.find("kyoto.worker.polls")
                    .tag("runtime", "first")
                    .meters()
                    .isEmpty());
            assertEquals(
                    0,
                    registry.getMeters().stream()
                            .filter(meter -> "first".equals(meter.getId().getTag("runtime")))
                            .count());
            assertEquals(
                    1,
                    registry.get("kyoto.worker.polls")
                            .tag("runtime", "second")
                            .meters()
                            .size());
            ofSecond.close();
            assertEquals(List.of(), registry.getMeters());
        }
    }

    @Test
    void tagsOfOnesOwnAreOnEveryMeter() {
        try (Runtime runtime = Runtime.builder().currentThread().pollTimes().build();
                var metrics = new KyotoMetrics(runtime, Tags.of("application", "shop"))) {
            metrics.bindTo(registry);

            assertEquals(
                    Set.of("shop"),
                    registry.getMeters().stream()
                            .map(meter -> meter.getId().getTag("application"))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    @SuppressWarnings("kyoto:blocking") // what is tested
    void spareWorkerHasMetersOnceItIsNeeded() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(1).build();
                var metrics = bind(runtime)) {
            assertNull(registry.find("kyoto.worker.polls").tag("worker", "1").meter());

            runtime.blockOn(async(() -> {
                JoinHandle<Void> onTheSpare = spawn(yieldNow());
                blockInPlace(() -> blockOn(onTheSpare));
            }));
            later();
            read("kyoto.tasks.live");

            assertTrue(read("kyoto.worker.polls", "worker", "1") > 0);
            assertNotNull(metrics);
        }
    }

    @Test
    @SuppressWarnings("kyoto:blocking") // what is tested
    void blockedWorkerIsCountedAndThenTimed() throws Exception {
        var blocked = new CountDownLatch(1);
        var blocking = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        try (Runtime runtime = Runtime.builder()
                        .workers(1)
                        .blockedAfter(Duration.ofMillis(1))
                        .build();
                var metrics = bind(runtime);
                var afterIt = runtime.addListener(new RuntimeListener() {
                    @Override
                    public void workerBlocked(BlockedWorker news) {
                        (news.stage() == BlockedWorker.Stage.ENDED ? ended : blocked).countDown();
                    }
                })) {
            JoinHandle<Void> task = runtime.spawn(async(() -> {
                blocking.await();
            }));
            blocked.await();
            assertEquals(1, read("kyoto.workers.blocked"));
            blocking.countDown();
            runtime.blockOn(task);
            ended.await();

            while (read("kyoto.workers.blocked") > 0) {
                Thread.onSpinWait(); // on a slow machine, other polls may take a millisecond too
            }
            assertTrue(registry.get("kyoto.worker.blocked").timer().count() > 0);
            assertNotNull(metrics);
            assertNotNull(afterIt);
        }
    }

    @Test
    void bucketsOfPollTimesGrowUpToAllPolls() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().pollTimes().build();
                var metrics = bind(runtime)) {
            for (int i = 0; i < 100; i++) {
                runtime.blockOn(yieldNow());
            }
            later();

            List<Double> counts = new ArrayList<>();
            registry.get("kyoto.poll.time.seconds.bucket").functionCounters().stream()
                    .sorted(Comparator.comparingDouble(KyotoMetricsTest::bound))
                    .forEach(bucket -> counts.add(bucket.count()));
            assertEquals(counts.stream().sorted().toList(), counts);
            assertEquals((double) runtime.metrics().pollTimes().count(), counts.get(counts.size() - 1));
            assertTrue(read("kyoto.poll.time.max") > 0);
            assertNotNull(metrics);
        }
    }

    private static double bound(FunctionCounter bucket) {
        String le = bucket.getId().getTag("le");
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    @Test
    void withoutPollTimesThereAreNoBuckets() {
        try (Runtime runtime = Runtime.builder().currentThread().build();
                var metrics = bind(runtime)) {
            assertFalse(names().contains("kyoto.poll.time.seconds.bucket"));
            assertNotNull(metrics);
        }
    }
}
