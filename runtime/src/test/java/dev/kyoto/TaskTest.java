package dev.kyoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What tasks and their handles promise, on every kind of runtime. */
@ParameterizedClass
@EnumSource(Flavor.class)
class TaskTest {
    @Parameter
    Flavor flavor;

    private final Failures failures = new Failures();
    private Runtime runtime;

    @org.junit.jupiter.api.BeforeEach
    void startRuntime() {
        runtime = flavor.builder().uncaughtHandler(failures).build();
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(java.time.Duration.ofSeconds(10)));
    }

    @Test
    void blockOnYieldsTheValue() throws Exception {
        assertEquals(42, runtime.blockOn(Poller.yielding(3, 42)));
    }

    @Test
    void blockOnThrowsTheVeryFailure() {
        IOException failure = new IOException("gone");

        Exception thrown = assertThrows(IOException.class, () -> runtime.blockOn(Poller.failing(failure)));

        assertSame(failure, thrown);
    }

    @Test
    void spawnedTaskRunsThoughNobodyAwaitsIt() throws Exception {
        Signal<String> fromTask = new Signal<>();

        runtime.spawn(sending(fromTask, "ran"));

        assertEquals("ran", runtime.blockOn(fromTask));
    }

    @Test
    void joinYieldsTheValueOfATaskThatEndedBefore() throws Exception {
        JoinHandle<Integer> handle = runtime.spawn(Poller.yielding(0, 7));
        runtime.blockOn(Poller.then(untilFinished(handle), Poller.yielding(0, 0)));

        assertEquals(7, runtime.blockOn(handle));
    }

    @Test
    void joinYieldsTheValueOfATaskThatIsStillRunning() throws Exception {
        Signal<Integer> input = new Signal<>();
        JoinHandle<Integer> handle = runtime.spawn(input);
        runtime.spawn(Poller.then(Poller.yielding(100, 0), sending(input, 9)));

        assertEquals(9, runtime.blockOn(handle));
        assertTrue(handle.isFinished());
    }

    @Test
    void joinThrowsTheTasksOwnFailure() {
        StackOverflowError failure = new StackOverflowError();
        JoinHandle<Integer> handle = runtime.spawn(Poller.failing(failure));

        assertSame(failure, assertThrows(StackOverflowError.class, () -> runtime.blockOn(handle)));
        assertEquals(List.of(), failures.seen());
    }

    @Test
    void realStackOverflowFailsTheTaskAndNotTheWorker() throws Exception {
        JoinHandle<Integer> handle = runtime.spawn(cx -> Poll.ready(infinitelyDeep(0)));

        assertThrows(StackOverflowError.class, () -> runtime.blockOn(handle));
        assertEquals(1, runtime.blockOn(Poller.yielding(1, 1)));
    }

    @Test
    void joiningTwiceIsLoud() throws Exception {
        JoinHandle<Integer> handle = runtime.spawn(Poller.yielding(0, 7));
        runtime.blockOn(handle);

        Exception second = assertThrows(IllegalStateException.class, () -> runtime.blockOn(handle));
        assertTrue(second.getMessage().contains("joined twice"), second.getMessage());
    }

    @Test
    void twoTasksThatAwaitOneHandleAreToldSo() throws Exception {
        Signal<Integer> input = new Signal<>();
        JoinHandle<Integer> shared = runtime.spawn(input);
        JoinHandle<Integer> first = runtime.spawn(shared.map(i -> i));
        runtime.blockOn(Poller.yielding(10, 0));
        JoinHandle<Integer> second = runtime.spawn(shared.map(i -> i));
        runtime.blockOn(untilTrue(() -> first.isFinished() || second.isFinished()));
        input.send(7);

        List<Object> ends = new ArrayList<>();
        for (JoinHandle<Integer> end : List.of(first, second)) {
            try {
                ends.add(runtime.blockOn(end));
            } catch (IllegalStateException loud) {
                ends.add(loud.getMessage().contains("two tasks at once"));
            }
        }

        assertTrue(ends.contains(7) && ends.contains(true), ends::toString);
    }

    @Test
    void handleMayBeHandedOnAfterItWasPolled() throws Exception {
        Signal<Integer> input = new Signal<>();
        var handle = dev.kyoto.futures.Futures.pin(runtime.spawn(input));
        AtomicInteger polls = new AtomicInteger();
        runtime.blockOn(cx -> Poll.ready(handle.poll(cx).isPending()));
        JoinHandle<Integer> second = runtime.spawn(cx -> {
            polls.incrementAndGet();
            return handle.poll(cx);
        });
        runtime.blockOn(untilTrue(() -> polls.get() > 0));

        input.send(7);

        assertEquals(7, runtime.blockOn(second));
    }

    @Test
    void idsAreUniqueWhereverTasksAreSpawned() throws Exception {
        java.util.Set<Long> ids = java.util.concurrent.ConcurrentHashMap.newKeySet();
        int count = 5000;
        Future<Integer> spawner = cx -> {
            for (int i = 0; i < count; i++) {
                ids.add(runtime.spawn(Poller.yielding(0, 1)).id());
            }
            return Poll.ready(1);
        };
        JoinHandle<Integer> inside = runtime.spawn(spawner);
        for (int i = 0; i < count; i++) {
            ids.add(runtime.spawn(Poller.yielding(0, 1)).id());
        }
        runtime.blockOn(inside);

        assertEquals(2 * count, ids.size());
    }

    @Test
    void abortDropsAWaitingTaskOnTheRuntime() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Thread> cleanedUpOn = new AtomicReference<>();
        JoinHandle<Integer> handle = runtime.spawn(
                Poller.<Integer>pendingUntilDropped(waiting::countDown, () -> cleanedUpOn.set(Thread.currentThread())));
        AtomicReference<Thread> aborter = new AtomicReference<>();
        if (flavor == Flavor.CURRENT_THREAD) {
            runtime.blockOn(Poller.yielding(3, 0));
        }
        waiting.await();

        Thread other = new Thread(handle::abort);
        aborter.set(other);
        other.start();
        other.join();

        CancellationException e = assertThrows(CancellationException.class, () -> runtime.blockOn(handle));
        assertTrue(e.getMessage().contains("aborted"), e.getMessage());
        assertNotSame(aborter.get(), cleanedUpOn.get());
        assertFalse(cleanedUpOn.get() == null);
    }

    @Test
    void abortBeforeTheFirstPollRunsNothing() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        Future<Integer> spawner = cx -> {
            JoinHandle<Integer> inner = Runtime.current().spawn(counting(polls));
            inner.abort();
            return Poll.ready(1);
        };
        runtime.blockOn(spawner);
        runtime.blockOn(Poller.yielding(10, 0));

        if (flavor != Flavor.FOUR_WORKERS) { // there another worker may be quicker than the abort
            assertEquals(0, polls.get());
        }
    }

    @Test
    void abortingAFinishedTaskChangesNothing() throws Exception {
        JoinHandle<Integer> handle = runtime.spawn(Poller.yielding(0, 7));
        runtime.blockOn(untilFinished(handle));

        handle.abort();

        assertEquals(7, runtime.blockOn(handle));
    }

    @Test
    void taskAbortingItselfIsDroppedAtItsNextAwait() {
        AtomicReference<JoinHandle<Integer>> self = new AtomicReference<>();
        Signal<Integer> started = new Signal<>();
        AtomicInteger cleanups = new AtomicInteger();
        Future<Integer> suicidal =
                Poller.then(started, Poller.pendingUntilDropped(() -> self.get().abort(), cleanups::incrementAndGet));
        self.set(runtime.spawn(suicidal));
        started.send(1);

        assertThrows(CancellationException.class, () -> runtime.blockOn(self.get()));
        assertEquals(1, cleanups.get());
    }

    @Test
    void wakeDuringAPollPollsAgain() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        Future<Integer> wakesItself = cx -> {
            cx.waker().wake();
            return polls.incrementAndGet() == 1000 ? Poll.ready(1000) : Poll.pending();
        };

        assertEquals(1000, runtime.blockOn(wakesItself));
        assertEquals(1000, polls.get());
    }

    @Test
    void manyTasksAllRunOnce() throws Exception {
        int count = 10_000;
        AtomicInteger runs = new AtomicInteger();
        Future<Integer> spawner = cx -> {
            List<JoinHandle<Integer>> handles = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                handles.add(Runtime.current().spawn(counting(runs)));
            }
            return Poll.ready(0);
        };

        runtime.blockOn(spawner);
        runtime.blockOn(untilTrue(() -> runs.get() == count));

        assertEquals(count, runs.get());
    }

    @Test
    void nestedBlockOnNamesTheCure() throws Exception {
        Future<String> nested = cx -> {
            try {
                return Poll.ready(runtime.blockOn(Poller.yielding(0, "blocked")));
            } catch (IllegalStateException e) {
                return Poll.ready(e.getMessage());
            }
        };

        assertTrue(runtime.blockOn(nested).contains("spawnBlocking"));
    }

    @Test
    void failureOfADetachedTaskGoesToTheHandler() throws Exception {
        IOException failure = new IOException("gone");
        Signal<Integer> go = new Signal<>();
        JoinHandle<Integer> handle = runtime.spawn("doomed", Poller.then(go, Poller.failing(failure)));

        handle.cancel();
        go.send(1);
        runtime.blockOn(untilTrue(() -> !failures.seen().isEmpty()));

        assertEquals(List.of("task " + handle.id() + " (doomed), dev.kyoto.Poller$2: " + failure), failures.seen());
    }

    @Test
    void failureThatNobodyEverJoinedIsReportedAtTheLatestAtShutdown() throws Exception {
        IOException failure = new IOException("gone");
        JoinHandle<Integer> handle = runtime.spawn(Poller.failing(failure));
        runtime.blockOn(untilTrue(handle::isFinished));

        runtime.close();

        assertEquals(1, failures.seen().size());
    }

    @Test
    void failureInCleanupGoesToTheHandler() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        JoinHandle<Integer> handle = runtime.spawn(Poller.<Integer>pendingUntilDropped(waiting::countDown, () -> {
            throw new IllegalArgumentException("cleanup");
        }));
        runtime.blockOn(untilTrue(() -> waiting.getCount() == 0));

        handle.abort();

        assertThrows(CancellationException.class, () -> runtime.blockOn(handle));
        assertEquals(1, failures.seen().size());
        assertTrue(
                failures.seen().get(0).startsWith("cleanup of task"),
                failures.seen().get(0));
    }

    @Test
    void failureReportedToTheThreadGoesToTheHandler() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        IOException failure = new IOException("close failed");

        runtime.blockOn(
                cx -> { // as a compiled block does whose cleanup fails
                    Thread thread = Thread.currentThread();
                    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
                    return Poll.ready(1);
                });

        assertEquals(1, failures.seen().size());
        assertTrue(
                failures.seen().get(0).startsWith("cleanup in task"),
                failures.seen().get(0));
        assertSame(before, Thread.currentThread().getUncaughtExceptionHandler());
    }

    @Test
    void currentRuntimeIsTheOneThatRunsTheTask() throws Exception {
        assertSame(runtime, runtime.blockOn(cx -> Poll.ready(Runtime.current())));
        assertThrows(IllegalStateException.class, Runtime::current);
    }

    @Test
    void interruptingBlockOnAbortsTheTaskAndRunsItsCleanup() throws Exception {
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

        caller.interrupt();
        caller.join();

        assertEquals(InterruptedException.class, thrown.get().getClass());
        assertEquals(1, cleanups.get());
    }

    @Test
    void interruptReachesABlockOnThatIsNeverIdle() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                runtime.blockOn(untilTrue(() -> {
                    running.countDown();
                    return false;
                }));
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        caller.start();
        running.await();

        caller.interrupt();
        caller.join();

        assertEquals(InterruptedException.class, thrown.get().getClass());
    }

    @Test
    void budgetMakesAGreedyTaskGiveOthersTheirTurn() throws Exception {
        AtomicInteger greed = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        Future<Integer> greedy = cx -> {
            while (cx.proceed()) {
                if (greed.incrementAndGet() == 1000) {
                    return Poll.ready(refusals.get());
                }
            }
            refusals.incrementAndGet();
            return Poll.pending();
        };

        assertEquals(1000 / 128, runtime.blockOn(greedy));
    }

    static Future<Integer> counting(AtomicInteger runs) {
        return cx -> Poll.ready(runs.incrementAndGet());
    }

    static <T> Future<T> sending(Signal<T> to, T value) {
        return cx -> {
            to.send(value);
            return Poll.ready(value);
        };
    }

    static Future<Integer> untilFinished(JoinHandle<?> handle) {
        return untilTrue(handle::isFinished);
    }

    static Future<Integer> untilTrue(java.util.function.BooleanSupplier condition) {
        return (Context cx) -> {
            if (condition.getAsBoolean()) {
                return Poll.ready(1);
            }
            cx.defer();
            return Poll.pending();
        };
    }

    private static int infinitelyDeep(int depth) {
        return depth < 0 ? depth : infinitelyDeep(depth + 1) + 1;
    }
}
