package dev.kyoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.TaskInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a runtime ends. */
@ParameterizedClass
@EnumSource(Flavor.class)
class ShutdownTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Parameter
    Flavor flavor;

    private final Failures failures = new Failures();
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder().uncaughtHandler(failures).build();
    }

    @Test
    void everyTaskIsDroppedAndItsCleanupRuns() throws Exception {
        int count = 1000;
        AtomicInteger started = new AtomicInteger();
        AtomicInteger cleanedUp = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            runtime.spawn(Poller.pendingUntilDropped(started::incrementAndGet, cleanedUp::incrementAndGet));
        }
        runtime.blockOn(TaskTest.untilTrue(() -> started.get() == count));

        assertEquals(List.of(), runtime.shutdown(LONG));

        assertEquals(count, cleanedUp.get());
        assertEquals(0, runtime.metrics().liveTasks());
    }

    @Test
    void cleanupRunsOnAThreadOfTheRuntime() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Thread> cleanedUpOn = new AtomicReference<>();
        AtomicReference<Runtime> current = new AtomicReference<>();
        runtime.spawn(Poller.pendingUntilDropped(started::countDown, () -> {
            cleanedUpOn.set(Thread.currentThread());
            current.set(Runtime.current());
        }));
        runtime.blockOn(TaskTest.untilTrue(() -> started.getCount() == 0));

        runtime.shutdown(LONG);

        assertEquals(runtime, current.get());
        if (flavor != Flavor.CURRENT_THREAD) {
            assertNotSame(Thread.currentThread(), cleanedUpOn.get());
        }
    }

    @Test
    void taskThatWasNeverPolledIsDroppedToo() throws Exception {
        Signal<Integer> unpolled = new Signal<>();
        if (flavor == Flavor.CURRENT_THREAD) { // nobody drives it, so this is certain
            JoinHandle<Integer> handle = runtime.spawn(unpolled);

            runtime.close();

            assertTrue(unpolled.isDropped());
            assertTrue(handle.isFinished());
        } else {
            runtime.close();
        }
    }

    @Test
    void spawnAfterTheEndGivesACancelledHandle() throws Exception {
        runtime.close();
        Signal<Integer> late = new Signal<>();

        JoinHandle<Integer> handle = runtime.spawn(late);

        assertTrue(late.isDropped());
        CancellationException e =
                assertThrows(CancellationException.class, () -> dev.kyoto.futures.Futures.blockOn(handle));
        assertTrue(e.getMessage().contains("shut down"), e.getMessage());
    }

    @Test
    void blockOnAfterTheEndNamesTheCure() {
        runtime.close();

        Exception e = assertThrows(IllegalStateException.class, () -> runtime.blockOn(Poller.yielding(0, 1)));
        assertTrue(e.getMessage().contains("shut down"), e.getMessage());
    }

    @Test
    void closingTwiceHasNoEffect() {
        runtime.close();
        runtime.close();
    }

    @Test
    void closingFromInsideATaskDoesNotDeadlock() {
        Future<Integer> closing = Poller.then(
                cx -> {
                    Runtime.current().close();
                    return Poll.ready(1);
                },
                Poller.pendingUntilDropped(() -> {}, () -> {}));

        assertThrows(CancellationException.class, () -> runtime.blockOn(closing));
        assertEquals(List.of(), runtime.shutdown(LONG));
    }

    @Test
    void shutdownFromInsideATaskNamesThatTaskAndDoesNotWait() throws Exception {
        AtomicReference<List<String>> running = new AtomicReference<>();
        AtomicReference<TaskInfo> task = new AtomicReference<>();
        Future<Integer> closing = Poller.then(
                cx -> {
                    task.set(TaskInfo.current());
                    running.set(Runtime.current().shutdown(LONG));
                    return Poll.ready(1);
                },
                Poller.pendingUntilDropped(() -> {}, () -> {}));

        assertThrows(CancellationException.class, () -> runtime.blockOn(closing));

        assertNamed("task " + task.get().id(), running.get());
        assertEquals(List.of(), runtime.shutdown(LONG));
    }

    @Test
    void shutdownFromInsideDoesNotWaitAlthoughTheTaskHasEnteredARuntime() throws Exception {
        try (Runtime other = Runtime.builder().currentThread().build()) {
            AtomicReference<List<String>> running = new AtomicReference<>();
            Future<Integer> closing = Poller.then(
                    cx -> {
                        running.set(runtime.enter(() -> other.enter(() -> runtime.shutdown(LONG))));
                        return Poll.ready(1);
                    },
                    Poller.pendingUntilDropped(() -> {}, () -> {}));

            assertThrows(CancellationException.class, () -> runtime.blockOn(closing));
            assertFalse(running.get().isEmpty());
        }
    }

    @Test
    void shutdownFromABlockingJobWaitsForAllButThatJob() throws Exception {
        Signal<Integer> dropped = new Signal<>();
        AtomicReference<List<String>> running = new AtomicReference<>();
        AtomicReference<Boolean> wasDropped = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        CountDownLatch spawned = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        JoinHandle<Integer> closing = runtime.spawnBlocking(() -> {
            spawned.await();
            running.set(runtime.shutdown(LONG));
            wasDropped.set(dropped.isDropped());
            interrupted.set(Thread.currentThread().isInterrupted());
            done.countDown();
            return 1;
        });
        runtime.spawn(dropped);
        spawned.countDown();
        done.await();

        assertTrue(wasDropped.get());
        assertFalse(interrupted.get());
        assertEquals(1, running.get().size(), running.get()::toString);
        assertNamed("task " + closing.id(), running.get());
        assertEquals(List.of(), runtime.shutdown(LONG));
        assertEquals(1, dev.kyoto.futures.Futures.blockOn(closing));
    }

    @Test
    void manyThreadsShutDownAtOnce() throws Exception {
        AtomicInteger cleanedUp = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            runtime.spawn(new CountedEnd(cleanedUp));
        }
        List<Thread> closers = new java.util.ArrayList<>();
        AtomicInteger complete = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            Thread closer = new Thread(() -> {
                if (runtime.shutdown(LONG).isEmpty() && cleanedUp.get() == 100) {
                    complete.incrementAndGet();
                }
            });
            closer.start();
            closers.add(closer);
        }
        for (Thread closer : closers) {
            closer.join();
        }

        assertEquals(4, complete.get());
    }

    @Test
    void tasksThatSpawnInTheirCleanupDoNotKeepTheRuntimeAlive() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Signal<Integer> spawnedLate = new Signal<>();
        runtime.spawn(Poller.pendingUntilDropped(
                started::countDown, () -> Runtime.current().spawn(spawnedLate)));
        runtime.blockOn(TaskTest.untilTrue(() -> started.getCount() == 0));

        assertEquals(List.of(), runtime.shutdown(LONG));

        assertTrue(spawnedLate.isDropped());
    }

    @Test
    void runtimeThatNeverRanAnythingEnds() {
        assertEquals(List.of(), runtime.shutdown(LONG));
        assertEquals(0, runtime.metrics().polls());
    }

    @Test
    void idleRuntimeEnds() throws Exception {
        runtime.blockOn(Poller.yielding(1, 1));

        assertEquals(List.of(), runtime.shutdown(LONG));
    }

    @Test
    void runtimeClosedInATaskOfAnotherEnds() throws Exception {
        try (Runtime other = flavor.builder().build()) {
            Signal<Integer> endless = new Signal<>();
            List<String> running = other.blockOn(cx -> {
                runtime.spawn(endless);
                return Poll.ready(runtime.shutdown(LONG));
            });

            assertEquals(List.of(), running);
            assertTrue(endless.isDropped());
        }
    }

    @Test
    void closingFromAnotherThreadEndsABlockOn() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger cleanups = new AtomicInteger();
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                runtime.blockOn(Poller.pendingUntilDropped(waiting::countDown, cleanups::incrementAndGet));
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        caller.start();
        waiting.await();

        assertEquals(List.of(), runtime.shutdown(LONG));
        caller.join();

        assertEquals(CancellationException.class, thrown.get().getClass());
        assertEquals(1, cleanups.get());
    }

    @Test
    void spawnRacingWithTheEndIsNeitherLostNorLeaked() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger made = new AtomicInteger();
        CountDownLatch spawning = new CountDownLatch(1);
        Thread spawner = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                made.incrementAndGet();
                runtime.spawn(new CountedEnd(ended));
                if (i == 100) {
                    spawning.countDown();
                }
            }
        });
        spawner.start();
        spawning.await();

        assertEquals(List.of(), runtime.shutdown(LONG));
        spawner.join();

        assertEquals(made.get(), ended.get());
    }

    @Test
    void whatStillRunsIsNamed() throws Exception {
        if (flavor == Flavor.CURRENT_THREAD) {
            runtime.close();
            return; // its tasks run on the caller's own thread
        }
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        JoinHandle<Integer> stuck = runtime.spawn("stuck", cx -> {
            started.countDown();
            release.await();
            return Poll.ready(1);
        });
        started.await();

        List<String> running = runtime.shutdown(Duration.ofMillis(1));

        assertNamed("task " + stuck.id() + " (stuck) on " + runtime, running);
        release.countDown();
        assertEquals(List.of(), runtime.shutdown(LONG));
    }

    @Test
    void blockingJobThatOutlivesTheEndIsInterruptedAndNamed() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        JoinHandle<Integer> job = runtime.spawnBlocking(() -> {
            started.countDown();
            new CountDownLatch(1).await();
            return 1;
        });
        started.await();

        List<String> running = runtime.shutdown(Duration.ofMillis(1));

        assertNamed("task " + job.id() + " (blocking code of dev.kyoto.ShutdownTest)", running);
        assertEquals(List.of(), runtime.shutdown(LONG));
        assertThrows(CancellationException.class, () -> dev.kyoto.futures.Futures.blockOn(job));
    }

    @Test
    void threadsOfTheRuntimeEndWithIt() throws Exception {
        AtomicReference<Thread> worker = new AtomicReference<>();
        AtomicReference<Thread> blocking = new AtomicReference<>();
        runtime.blockOn(cx -> {
            worker.set(Thread.currentThread());
            return Poll.ready(1);
        });
        runtime.blockOn(runtime.spawnBlocking(() -> {
            blocking.set(Thread.currentThread());
            return 1;
        }));

        runtime.close();

        blocking.get().join();
        assertNotNull(worker.get());
        if (flavor != Flavor.CURRENT_THREAD) {
            assertFalse(worker.get().isAlive());
        }
    }

    @Test
    void failureOfBlockingCodeThatOutlivesTheWorkersIsReported() throws Exception {
        CountDownLatch workersEnded = new CountDownLatch(1);
        JoinHandle<Integer> job = runtime.spawnBlocking(() -> {
            runtime.shutdown(LONG); // begun on a thread of the runtime, it does not wait
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith(runtime + "-worker-")) {
                    thread.join();
                }
            }
            workersEnded.countDown();
            throw new IOException("disk");
        });
        workersEnded.await();

        assertEquals(List.of(), runtime.shutdown(LONG));

        assertTrue(job.isFinished());
        assertEquals(1, failures.seen().size(), failures.seen()::toString);
    }

    @Test
    void endIsWaitedForWithAllThatBelongsToIt() throws Exception {
        CompletableFuture<Thread> closer = new CompletableFuture<>(); // a slow machine may report before there is one
        AtomicInteger reportsEnded = new AtomicInteger();
        AtomicInteger reportsEndedAtReturn = new AtomicInteger();
        Runtime slow = flavor.builder()
                .uncaughtHandler((origin, reported) -> {
                    Thread closing = closer.join();
                    while (closing.isAlive() && !isWaiting(closing)) {
                        Thread.onSpinWait();
                    }
                    reportsEnded.incrementAndGet();
                })
                .build();
        CountDownLatch started = new CountDownLatch(1);
        slow.spawn(Poller.failing(new IOException("gone")));
        Thread caller = new Thread(() -> assertThrows(
                CancellationException.class,
                () -> slow.blockOn(Poller.pendingUntilDropped(started::countDown, () -> {}))));
        caller.start();
        started.await();

        Thread closing = new Thread(() -> {
            slow.shutdown(LONG);
            reportsEndedAtReturn.set(reportsEnded.get());
        });
        closing.start();
        closer.complete(closing);
        closing.join();
        caller.join();

        assertEquals(1, reportsEndedAtReturn.get());
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** Others may be named too: with so little patience the workers need not have stopped. */
    private static void assertNamed(String expected, List<String> running) {
        assertTrue(running.stream().anyMatch(named -> named.startsWith(expected)), running::toString);
    }

    /** Counts its end, whichever it is. */
    private static final class CountedEnd extends dev.kyoto.futures.AbstractFuture<Integer> {
        private final AtomicInteger ended;

        CountedEnd(AtomicInteger ended) {
            this.ended = ended;
        }

        @Override
        protected Poll<Integer> step(dev.kyoto.futures.Context cx) {
            return Poll.pending();
        }

        @Override
        protected void dropped() {
            ended.incrementAndGet();
        }
    }
}
