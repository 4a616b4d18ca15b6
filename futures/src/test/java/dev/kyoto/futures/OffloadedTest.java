package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.offload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OffloadedTest {
    /** What an executor was given, to be run when the test says so. */
    private final Queue<Runnable> queue = new ArrayDeque<>();

    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(code -> {
        var made = new Thread(code, "offloaded");
        made.setUncaughtExceptionHandler((where, failure) -> reported.add(failure));
        return made;
    });
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void shutDown() {
        goOn.countDown();
        thread.shutdown();
    }

    /** What the thread says of itself when it has got to the end of its queue. */
    private boolean isInterruptedNow() throws Exception {
        return thread.submit(() -> Thread.currentThread().isInterrupted()).get();
    }

    @Test
    void codeBeginsWithTheFirstPollAndRunsOnTheExecutor() throws Exception {
        var future = PolledByHand.of(offload(queue::add, () -> "tea"));
        assertEquals(0, queue.size());

        assertTrue(future.poll().isPending());
        assertTrue(future.poll().isPending());
        assertEquals(1, queue.size());
        queue.remove().run();

        assertEquals(1, future.wakes());
        assertEquals("tea", future.poll().value());
    }

    @Test
    void failureIsThrownAsItIs() throws Exception {
        var failure = new IOException("no tea");
        var future = PolledByHand.of(offload(queue::add, () -> {
            throw failure;
        }));
        future.poll();
        queue.remove().run();

        assertSame(failure, assertThrows(IOException.class, future::poll));
    }

    @Test
    void executorThatRefusesFailsIt() {
        var future = PolledByHand.of(offload(
                code -> {
                    throw new RejectedExecutionException("shut down");
                },
                () -> "tea"));

        assertThrows(RejectedExecutionException.class, future::poll);
    }

    @Test
    void executorOnTheCallersThreadIsReadyAtOnce() throws Exception {
        assertEquals(
                "tea",
                PolledByHand.of(offload(Runnable::run, () -> "tea")).poll().value());
    }

    @Test
    void droppedBeforeItsFirstPollItHandsNothingOver() {
        PolledByHand.of(offload(queue::add, () -> "tea")).cancel();

        assertEquals(0, queue.size());
    }

    @Test
    void droppedInTheQueueItNeverRuns() throws Exception {
        var runs = new AtomicInteger();
        var future = PolledByHand.of(offload(queue::add, runs::incrementAndGet));
        future.poll();

        future.cancel();
        queue.remove().run();

        assertEquals(0, runs.get());
        assertEquals(0, future.wakes());
    }

    @Test
    void droppedWhileItRunsItsThreadIsInterruptedAndGivenBackClean() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        var future = PolledByHand.of(offload(thread, () -> {
            begun.countDown();
            try {
                goOn.await();
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
                Thread.currentThread().interrupt();
                throw e;
            }
            return "tea";
        }));
        future.poll();
        begun.await();

        future.cancel();

        assertTrue(interrupted.get());
        assertFalse(isInterruptedNow());
        assertEquals(List.of(), reported, "the answer to an interrupt is no news");
        assertEquals(0, future.wakes());
    }

    @Test
    void withoutInterruptItRunsToItsEnd() throws Exception {
        var ended = new CompletableFuture<Boolean>();
        var future = PolledByHand.of(offload(thread, () -> {
                    begun.countDown();
                    goOn.await();
                    ended.complete(Thread.currentThread().isInterrupted());
                    return "tea";
                })
                .withoutInterrupt());
        future.poll();
        begun.await();

        future.cancel();
        goOn.countDown();

        assertFalse(ended.get());
    }

    @Test
    void failureOfWhatWasDroppedWithoutInterruptIsReported() throws Exception {
        var failure = new IOException("no tea");
        var future = PolledByHand.of(offload(thread, () -> {
                    begun.countDown();
                    goOn.await();
                    throw failure;
                })
                .withoutInterrupt());
        future.poll();
        begun.await();

        future.cancel();
        goOn.countDown();
        isInterruptedNow(); // behind it

        assertEquals(List.of(failure), reported);
    }

    @Test
    void droppedAlthoughReadyItLosesTheValueAndHarmsNobody() throws Exception {
        var future = PolledByHand.of(offload(thread, () -> "tea"));
        future.poll();
        isInterruptedNow(); // behind it

        future.cancel();

        assertFalse(isInterruptedNow());
    }

    @Test
    void configuredTooLateItIsLoud() throws Exception {
        var future = offload(queue::add, () -> "tea");
        PolledByHand.of(future).poll();

        assertThrows(IllegalStateException.class, future::withoutInterrupt);
    }

    @Test
    void secondUseIsLoud() throws Exception {
        var future = PolledByHand.of(offload(Runnable::run, () -> "tea"));
        future.poll();

        assertThrows(IllegalStateException.class, future::poll);
    }

    @Test
    void budgetIsTakenForAValueOnly() throws Exception {
        var future = offload(queue::add, () -> "tea");
        var cx = new LimitedContext(Waker.noop(), 1);
        assertTrue(future.poll(cx).isPending());
        assertEquals(1, cx.left());
        queue.remove().run();

        assertTrue(future.poll(cx).isReady());
        assertEquals(0, cx.left());
    }
}
