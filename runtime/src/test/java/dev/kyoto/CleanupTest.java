package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.TaskInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What tasks may do while they are dropped, and what comes too late. */
@ParameterizedClass
@EnumSource(Flavor.class)
class CleanupTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Parameter
    Flavor flavor;

    private final Failures failures = new Failures();
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder().uncaughtHandler(failures).build();
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(LONG));
    }

    private void awaitOn(Runtime runtime, BooleanSupplier condition) throws Exception {
        runtime.blockOn(TaskTest.untilTrue(condition));
    }

    @Test
    void droppedTasksWakeOneAnotherAndAllEnd() throws Exception {
        var first = Oneshot.<Integer>channel();
        var second = Oneshot.<Integer>channel();
        var started = new AtomicInteger();
        List<Oneshot<Integer>> ring = List.of(first, second);
        for (int i = 0; i < 2; i++) {
            var receives = ring.get(i);
            var sends = ring.get(1 - i);
            runtime.spawn(async(() -> {
                started.incrementAndGet();
                try {
                    receives.receiver().await();
                } finally {
                    sends.sender().send(1); // wakes the other, which may be dropped already
                }
            }));
        }
        awaitOn(runtime, () -> started.get() == 2);

        assertEquals(List.of(), runtime.shutdown(LONG));
        assertEquals(0, runtime.metrics().liveTasks());
    }

    @Test
    void cleanupAfterAFailedBlockOnWakesATaskThatStillWaits() throws Exception {
        var channel = Oneshot.<Integer>channel();
        var failure = new IOException("boom");
        var started = new AtomicInteger();
        runtime.spawn(Poller.pendingUntilDropped(
                started::incrementAndGet, () -> channel.sender().send(1)));
        runtime.spawn(Poller.then(TaskTest.counting(started), channel.receiver()));
        awaitOn(runtime, () -> started.get() == 2);

        assertSame(failure, assertThrows(IOException.class, () -> runtime.blockOn(Poller.failing(failure))));

        assertEquals(List.of(), runtime.shutdown(LONG));
    }

    @Test
    void cleanupKnowsItsTask() throws Exception {
        var started = new CountDownLatch(1);
        var known = new AtomicLong();
        JoinHandle<Integer> task = runtime.spawn(Poller.<Integer>pendingUntilDropped(
                started::countDown, () -> known.set(TaskInfo.current().id())));
        awaitOn(runtime, () -> started.getCount() == 0);

        task.abort();

        assertThrows(CancellationException.class, () -> runtime.blockOn(task));
        assertEquals(task.id(), known.get());
    }

    @Test
    void abortedTaskIsDroppedThoughItsHandleIsTooAtOnce() throws Exception {
        var started = new CountDownLatch(1);
        var cleanedUp = new AtomicBoolean();
        JoinHandle<Integer> task =
                runtime.spawn(Poller.<Integer>pendingUntilDropped(started::countDown, () -> cleanedUp.set(true)));
        awaitOn(runtime, () -> started.getCount() == 0);

        task.abort();
        task.cancel();

        awaitOn(runtime, cleanedUp::get);
    }

    @Test
    void failureInTheCleanupOfATaskThatNobodyJoinsStaysInItsTask() throws Exception {
        var started = new CountDownLatch(1);
        JoinHandle<Integer> task = runtime.spawn(Poller.<Integer>pendingUntilDropped(started::countDown, () -> {
            throw new IllegalStateException("what did you expect");
        }));
        awaitOn(runtime, () -> started.getCount() == 0);

        task.abort();
        task.cancel();
        awaitOn(runtime, () -> !failures.seen().isEmpty());

        assertEquals(1, runtime.blockOn(Poller.yielding(3, 1)));
        assertTrue(failures.seen().get(0).startsWith("cleanup of task"), failures.seen()::toString);
    }

    // ---- the end of a runtime as the answer to a failure

    @Test
    void handlerOfUncaughtFailuresMayEndTheRuntime() throws Exception {
        var strict = new AtomicReference<Runtime>();
        strict.set(flavor.builder()
                .uncaughtHandler((origin, failure) -> strict.get().close())
                .build());
        var waiting = new CountDownLatch(2);
        List<Thread> callers = new ArrayList<>();
        var ended = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            callers.add(new Thread(() -> {
                assertThrows(
                        CancellationException.class,
                        () -> strict.get().blockOn(Poller.pendingUntilDropped(waiting::countDown, () -> {})));
                ended.incrementAndGet();
            }));
        }
        callers.forEach(Thread::start);
        waiting.await();
        var go = new Signal<Integer>();
        JoinHandle<Integer> doomed = strict.get().spawn(Poller.then(go, Poller.failing(new IOException("boom"))));
        doomed.cancel(); // nobody will join it

        go.send(1);

        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(2, ended.get());
        JoinHandle<Integer> late = strict.get().spawn(Poller.yielding(0, 1));
        assertThrows(CancellationException.class, () -> Futures.blockOn(late));
        assertEquals(List.of(), strict.get().shutdown(LONG));
    }

    // ---- blocking code and the end

    @Test
    void blockingCodeAfterTheEndIsCancelled() {
        runtime.close();

        JoinHandle<Integer> job = runtime.spawnBlocking(() -> 42);

        assertThrows(CancellationException.class, () -> Futures.blockOn(job));
    }

    @Test
    void blockingCodeThatEndsWithinThePatienceIsDelivered() throws Exception {
        var started = new CountDownLatch(1);
        JoinHandle<Integer> job = runtime.spawnBlocking(() -> {
            started.countDown();
            while (!isRefusing(runtime)) {
                Thread.onSpinWait();
            }
            return 42;
        });
        started.await();

        assertEquals(List.of(), runtime.shutdown(LONG));

        assertEquals(42, Futures.blockOn(job));
    }

    /** Whether the end has begun: a future that is spawned then is dropped at once. */
    private static boolean isRefusing(Runtime runtime) {
        var probe = new Signal<Integer>();
        runtime.spawn(probe).abort();
        return probe.isDropped();
    }
}
