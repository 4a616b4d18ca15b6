package dev.kyoto.dump;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofHours;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.task.JoinHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dumps of runtimes whose workers run, or cannot. */
class DumpUnderWayTest {
    private static Future<Void> blocking(CountDownLatch entered, CountDownLatch release) {
        return async(() -> {
            entered.countDown();
            awaitHere(release);
        });
    }

    private static void awaitHere(CountDownLatch release) throws InterruptedException {
        release.await();
    }

    @Test
    void frozenRuntimeShowsWhereEachWorkerIs() throws Exception {
        CountDownLatch firstEntered = new CountDownLatch(1);
        CountDownLatch secondEntered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Runtime runtime = Runtime.builder()
                .workers(2)
                .maxSpareWorkers(0)
                .blockedAfter(ofHours(1))
                .build()) {
            long first = runtime.spawn("first", blocking(firstEntered, release)).id();
            // Or a worker may take both, and be blocked by the first before another steals the second.
            firstEntered.await();
            long second =
                    runtime.spawn("second", blocking(secondEntered, release)).id();
            secondEntered.await();
            long third = runtime.spawn("behind", pending()).id();

            RuntimeDump dump;
            do { // the latch is counted down a moment before the tasks wait for the other
                dump = runtime.dump();
            } while (!dump.workers().stream().allMatch(DumpUnderWayTest::waitsHere));
            release.countDown();

            assertEquals(
                    Set.of(first, second),
                    dump.workers().stream().map(WorkerDump::task).collect(Collectors.toSet()));
            for (WorkerDump worker : dump.workers()) {
                assertEquals(WorkerDump.State.POLLING, worker.state());
            }
            assertEquals(
                    TaskDump.State.SCHEDULED,
                    dump.tasks().stream()
                            .filter(task -> task.id() == third)
                            .findFirst()
                            .orElseThrow()
                            .state());
            assertTrue(dump.toString().contains("polls task " + first), dump.toString());
        }
    }

    private static boolean waitsHere(WorkerDump worker) {
        return worker.threadState() == Thread.State.WAITING
                && worker.stack().stream()
                        .anyMatch(frame -> frame.getMethodName().equals("awaitHere"));
    }

    @Test
    void pollThatDoesNotEndSaysHowLong() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch noticed = new CountDownLatch(1);
        try (Runtime runtime = Runtime.builder()
                .workers(1)
                .maxSpareWorkers(0)
                .onBlockedWorker(news -> noticed.countDown())
                .build()) {
            runtime.spawn("long", blocking(entered, release));
            noticed.await();

            WorkerDump worker = runtime.dump().workers().get(0);
            release.countDown();

            assertTrue(worker.inPoll().toMillis() >= 1, worker.toString());
        }
    }

    @Test
    void taskThatWaitsIsIdleAndItsWorkerAsleep() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(1).build()) {
            JoinHandle<?> waiting = runtime.spawn("waiting", pending());
            TaskDump task;
            do {
                task = runtime.dump().tasks().get(0);
            } while (task.state() != TaskDump.State.IDLE);

            assertEquals(waiting.id(), task.id());
            assertEquals("in pending()", task.awaits().toString());
        }
    }

    /** Each takes both locks in the same order, so that there is never a circle, however it looks in passing. */
    private static Future<Void> inOrder(Mutex first, Mutex second, int rounds) {
        return async(() -> {
            for (int i = 0; i < rounds; i++) {
                try (var outer = first.lock().await()) {
                    yieldNow().await();
                    try (var inner = second.lock().await()) {
                        yieldNow().await();
                    }
                }
            }
        });
    }

    @Test
    void dumpsDuringAStormNeitherFailNorRaiseAFalseAlarm() throws Exception {
        Mutex first = new Mutex();
        Mutex second = new Mutex();
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            JoinHandle<?> storm = runtime.spawn("storm", async(() -> {
                List<JoinHandle<?>> lockers = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    lockers.add(spawn(inOrder(first, second, 200)));
                }
                for (int i = 0; i < 2000; i++) {
                    JoinHandle<?> shortLived = spawn(async(() -> {
                        JoinHandle<?> child = spawn(sleep(ofHours(1)));
                        try {
                            child.await();
                        } finally {
                            child.abort();
                        }
                    }));
                    yieldNow().await();
                    shortLived.abort();
                }
                for (JoinHandle<?> locker : lockers) {
                    locker.await();
                }
            }));
            List<Throwable> failures = new ArrayList<>();
            Thread other = new Thread(() -> dumpUntilEnd(runtime, storm));
            other.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            other.start();
            int dumps = dumpUntilEnd(runtime, storm);
            other.join();

            assertEquals(List.of(), failures);
            assertTrue(dumps > 0);
            runtime.blockOn(async(() -> storm.await()));
        }
    }

    private static int dumpUntilEnd(Runtime runtime, JoinHandle<?> storm) {
        int dumps = 0;
        do {
            RuntimeDump dump = runtime.dump();
            assertEquals(List.of(), dump.deadlocks());
            assertFalse(dump.toString().isEmpty());
            assertFalse(dump.toJson().isEmpty());
            Set<Long> ids = dump.tasks().stream().map(TaskDump::id).collect(Collectors.toSet());
            assertEquals(dump.tasks().size(), ids.size(), "no task twice");
            dumps++;
        } while (!storm.isFinished());
        return dumps;
    }

    @Test
    void realCircleIsFoundWhileOthersGoOn() throws Exception {
        Mutex one = new Mutex();
        Mutex two = new Mutex();
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            JoinHandle<?> busy = runtime.spawn("busy", async(() -> {
                while (true) {
                    yieldNow().await();
                }
            }));
            CountDownLatch bothHold = new CountDownLatch(2);
            runtime.spawn("left", opposed(one, two, bothHold));
            runtime.spawn("right", opposed(two, one, bothHold));

            List<Deadlock> deadlocks;
            do {
                deadlocks = runtime.dump().deadlocks();
            } while (deadlocks.isEmpty());

            assertEquals(2, deadlocks.get(0).waits().size());
            busy.abort();
        }
    }

    private static Future<Void> opposed(Mutex first, Mutex second, CountDownLatch bothHold) {
        return async(() -> {
            try (var outer = first.lock().await()) {
                bothHold.countDown();
                while (bothHold.getCount() > 0) {
                    yieldNow().await();
                }
                second.lock().await();
            }
        });
    }

    @Test
    void manyTasksAreAllThere() throws Exception {
        int count = 20_000;
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            runtime.blockOn(async(() -> {
                for (int i = 0; i < count; i++) {
                    spawn(async(() -> sleep(ofHours(1)).await()));
                }
            }));
            RuntimeDump dump;
            do {
                dump = runtime.dump();
            } while (dump.tasks().stream().anyMatch(task -> task.state() != TaskDump.State.IDLE));

            assertEquals(count, dump.tasks().size());
            assertTrue(dump.toString().contains("× 20,000 tasks like this"), dump.toString());
        }
    }
}
