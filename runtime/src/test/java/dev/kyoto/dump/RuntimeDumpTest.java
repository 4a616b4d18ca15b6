package dev.kyoto.dump;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.on;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.sleepUntil;
import static dev.kyoto.Kyoto.spawnBlocking;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Resource;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.futures.sync.Semaphore;
import dev.kyoto.time.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dumps of a runtime whose time and whose tasks move only when the test says so. */
class RuntimeDumpTest {
    private final VirtualClock clock = new VirtualClock();
    private final Runtime runtime =
            Runtime.builder().name("shop").currentThread().clock(clock).seed(1).build();

    @AfterEach
    void close() {
        runtime.close();
    }

    /** Lets all tasks run until they wait. */
    private void settle() throws Exception {
        for (int i = 0; i < 10; i++) {
            runtime.blockOn(yieldNow());
        }
    }

    private static TaskDump task(RuntimeDump dump, String name) {
        return dump.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no task " + name + " in\n" + dump));
    }

    /** The text of what a task waits for; lines of this file without their numbers. */
    private static String awaits(TaskDump task) {
        return anonymous(task.awaits().toString());
    }

    private static String anonymous(String text) {
        return text.replaceAll("RuntimeDumpTest.java:\\d+", "here")
                .replaceAll("dev.kyoto.dump.RuntimeDumpTest\\.", "")
                .replaceAll("#\\d+", "#n")
                .replaceAll("task \\d+", "task n");
    }

    private static Future<String> deep(int depth, Future<String> bottom) {
        return depth == 0
                ? bottom
                : async(() -> {
                    return deep(depth - 1, bottom).await();
                });
    }

    @Test
    void chainTenDeepWithSelectAndJoinInIt() throws Exception {
        Mutex mutex = new Mutex();
        var held = mutex.tryLock();
        var channel = Mpsc.<String>bounded(1);
        Future<String> chain = deep(
                4,
                async(() -> select(
                                on(
                                        deep(
                                                2,
                                                async(() -> join(mutex.withLock(() -> "x"), sleep(ofHours(1)))
                                                        .await()
                                                        .first())),
                                        text -> text),
                                on(deep(1, channel.receiver().recv()), text -> text))
                        .await()));
        runtime.spawn("chain", chain);
        settle();

        assertEquals("""
                at deep(here)
                at deep(here)
                at deep(here)
                at deep(here)
                at chainTenDeepWithSelectAndJoinInIt(here)
                in select
                  + at deep(here)
                    at deep(here)
                    at chainTenDeepWithSelectAndJoinInIt(here)
                    in join
                      + in Mutex.withLock(…)
                        in Mutex.lock() → Mutex#n: holder not known
                      + in sleep → deadline: in 1 h
                  + at deep(here)
                    in Mpsc.Receiver.recv() → Mpsc#n: 1 sender""", awaits(task(runtime.dump(), "chain")));
        held.close();
    }

    @Test
    void holderOfALockIsNamed() throws Exception {
        Mutex mutex = new Mutex();
        long holder = runtime.spawn("holder", async(() -> {
                    try (var guard = mutex.lock().await()) {
                        pending().await();
                    }
                }))
                .id();
        settle();
        runtime.spawn("waiting", mutex.lock());
        settle();

        RuntimeDump dump = runtime.dump();

        assertEquals("in Mutex.lock() → Mutex#n: held by task n (holder)", awaits(task(dump, "waiting")));
        assertEquals(
                holder,
                task(dump, "waiting").awaits().resource().holders().get(0).task());
        assertEquals("at holderOfALockIsNamed(here), holds Mutex#n\nin pending()", awaits(task(dump, "holder")));
    }

    @Test
    void guardFromTryLockIsSeenWithWhoHasIt() throws Exception {
        Mutex mutex = new Mutex();
        runtime.spawn("quick", async(() -> {
            try (var guard = mutex.tryLock()) {
                pending().await();
            }
        }));
        settle();
        runtime.spawn("waiting", mutex.lock());
        settle();

        String text = anonymous(runtime.dump().toString());

        assertTrue(text.contains("in Mutex.lock() → Mutex#n: holder not known, but seen with task n (quick)"), text);
    }

    @Test
    void resourcesHaveWhoWaitsAndWhoHoldsThem() throws Exception {
        Semaphore semaphore = new Semaphore(2);
        List<Long> holders = new ArrayList<>();
        List<Long> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            (i < 2 ? holders : waiters)
                    .add(runtime.spawn("user", async(() -> {
                                try (var permit = semaphore.acquire().await()) {
                                    sleep(ofHours(1)).await();
                                }
                            }))
                            .id());
        }
        settle();

        List<ResourceDump> resources = runtime.dump().resources();

        assertEquals(1, resources.size(), resources.toString());
        ResourceDump only = resources.get(0);
        assertEquals("Semaphore", only.kind());
        assertEquals("wants 1", only.details());
        assertEquals(holders, only.holders().stream().map(Resource.Holder::task).toList());
        assertEquals(waiters, only.waiters());
    }

    @Test
    void taskThatIsJoinedIsNamed() throws Exception {
        var child = runtime.spawn("child", pending());
        runtime.spawn("parent", async(() -> child.await()));
        settle();

        AwaitTree leaf = task(runtime.dump(), "parent").awaits().awaited().get(0);

        assertEquals("task " + child.id() + " (child)", leaf.toString());
        assertEquals(child.id(), leaf.resource().id());
    }

    @Test
    void timeLeftIsThatOfTheRuntimesClock() throws Exception {
        runtime.spawn("limited", timeout(ofSeconds(10), pending()));
        settle();
        clock.advance(ofSeconds(4));

        assertEquals("in timeout → deadline: in 6.00 s\nin pending()", awaits(task(runtime.dump(), "limited")));
    }

    @Test
    void ageAndPollsAreCounted() throws Exception {
        runtime.spawn("old", async(() -> {
            yieldNow().await();
            yieldNow().await();
            pending().await();
        }));
        settle();
        clock.advance(ofSeconds(100));
        runtime.spawn("young", pending());
        settle();

        RuntimeDump dump = runtime.dump();

        assertEquals(3, task(dump, "old").polls());
        assertEquals(1, task(dump, "young").polls());
        assertEquals(100, task(dump, "old").age().toSeconds(), 1);
        assertEquals(0, task(dump, "young").age().toSeconds());
    }

    @Test
    void workerThatNeverSleepsKnowsTheTime() throws Exception {
        runtime.blockOn(async(() -> {
            clock.advance(ofSeconds(100));
            for (int i = 0; i < 200; i++) {
                yieldNow().await(); // it looks around now and then
            }
            runtime.spawn("young", pending());
        }));

        assertEquals(0, task(runtime.dump(), "young").age().toSeconds());
    }

    @Test
    void taskThatDumpsSeesItselfRunning() throws Exception {
        RuntimeDump dump = runtime.blockOn(async(() -> {
            yieldNow().await();
            return runtime.dump();
        }));

        TaskDump self = dump.tasks().get(0);
        assertEquals(TaskDump.State.RUNNING, self.state());
        assertEquals(0, self.worker());
        WorkerDump worker = dump.workers().get(0);
        assertEquals(WorkerDump.State.POLLING, worker.state());
        assertEquals(self.id(), worker.task());
        assertTrue(
                worker.stack().stream().anyMatch(frame -> frame.getMethodName().equals("dump")), dump.toString());
    }

    @Test
    void tasksOfOneKindAreShownOnceAndCounted() throws Exception {
        for (int i = 0; i < 1000; i++) {
            runtime.spawn(async(() -> sleep(ofHours(1)).await()));
        }
        runtime.spawn("odd", pending());
        settle();

        RuntimeDump dump = runtime.dump();
        String text = anonymous(dump.toString());

        assertEquals(1001, dump.tasks().size());
        assertTrue(text.contains("""
                  × 1,000 tasks like this (tasksOfOneKindAreShownOnceAndCounted, here): idle, 0 ms old, 1 poll
                """), text);
        assertTrue(text.contains("""
                    at tasksOfOneKindAreShownOnceAndCounted(here)
                    in sleep → deadline: in 1 h
                """), text);
        assertTrue(text.contains("""
                  task n (odd)"""), text);
        assertTrue(text.lines().count() < 20, text);
    }

    @Test
    void lineThatDiffersInAGroupSaysWhoseItIs() throws Exception {
        runtime.spawn("sleeper", async(() -> sleep(ofHours(1)).await()));
        settle();
        clock.advance(ofSeconds(60));
        for (int i = 0; i < 2; i++) {
            Future<?> sleeping = sleep(ofHours(1 + i));
            runtime.spawn("twin", async(() -> sleeping.await()));
        }
        settle();

        String text = runtime.dump().toString();

        assertTrue(text.contains("in sleep → deadline: in 1 h (of the first)"), text);
    }

    @Test
    void tasksThatWaitForDifferentThingsOfOneKindAreOfOneKind() throws Exception {
        for (int i = 0; i < 3; i++) {
            var child = runtime.spawn("child", pending());
            runtime.spawn("parent", async(() -> child.await()));
            runtime.spawn("late", sleepUntil(clock.instant().plusSeconds(100 + i)));
        }
        settle();

        String text = runtime.dump().toString();

        for (String kind : List.of("child", "parent", "late")) {
            assertTrue(text.contains("× 3 tasks like this (" + kind + ")"), text);
        }
    }

    @Test
    void limitAndFilterSayWhatIsMissing() throws Exception {
        for (int i = 0; i < 10; i++) {
            runtime.spawn("even", pending());
            runtime.spawn("odd", pending());
        }
        settle();

        RuntimeDump dump = runtime.dump(3, task -> task.name().equals("odd"));

        assertEquals(
                List.of("odd", "odd", "odd"),
                dump.tasks().stream().map(TaskDump::name).toList());
        assertEquals(7, dump.omitted());
        assertEquals(20, dump.liveTasks());
        assertTrue(dump.toString().contains("20 tasks, of which 3 are here"), dump.toString());
        assertTrue(dump.toString().contains("and 7 tasks beyond the limit"), dump.toString());
        assertThrows(IllegalArgumentException.class, () -> runtime.dump(-1, task -> true));
    }

    @Test
    void jobThatBlocksShowsItsThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        runtime.spawn(
                "outer",
                async(() -> spawnBlocking(() -> {
                            begun.countDown();
                            release.await();
                            return 1;
                        })
                        .await()));
        settle();
        begun.await();

        RuntimeDump dump = runtime.dump();
        release.countDown();

        BlockingJobDump job = dump.blockingJobs().get(0);
        assertTrue(job.thread().startsWith("shop-blocking-"), job.thread());
        assertTrue(job.stack().stream().anyMatch(frame -> frame.getFileName().equals("RuntimeDumpTest.java")));
        assertEquals(
                job.id(),
                task(dump, "outer").awaits().awaited().get(0).resource().id());
        assertTrue(dump.toString().contains("Blocking jobs\n  task " + job.id()), dump.toString());
    }

    @Test
    void closedRuntimeHasNoTasks() throws Exception {
        runtime.spawn("waiting", pending());
        settle();

        runtime.close();

        RuntimeDump dump = runtime.dump();
        assertTrue(dump.closing());
        assertEquals(List.of(), dump.tasks());
        assertFalse(dump.toString().isEmpty());
    }

    @Test
    void taskWhoseCleanupRunsAtTheEndIsStillSeen() throws Exception {
        RuntimeDump[] seen = new RuntimeDump[1];
        runtime.spawn("cleaning", async(() -> {
            try {
                pending().await();
            } finally {
                seen[0] = runtime.dump();
            }
        }));
        settle();

        runtime.close();

        assertEquals(TaskDump.State.DROPPING, task(seen[0], "cleaning").state());
    }
}
