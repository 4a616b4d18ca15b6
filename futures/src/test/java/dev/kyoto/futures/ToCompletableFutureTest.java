package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Oneshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ToCompletableFutureTest {
    /** Runs what it was given when the test says so. */
    private static final class Hand implements Executor {
        private final Queue<Runnable> commands = new ArrayDeque<>();
        boolean refuses;

        @Override
        public synchronized void execute(Runnable command) {
            if (refuses) {
                throw new RejectedExecutionException("shut down");
            }
            commands.add(command);
        }

        int size() {
            return commands.size();
        }

        /** Runs the first in line. */
        Hand step() {
            commands.remove().run();
            return this;
        }
    }

    private final Hand executor = new Hand();
    private final Probe tea = new Probe("tea");
    private final CompletableFuture<String> result = tea.toCompletableFuture(executor);

    @Test
    void beginsAtOnceOnTheExecutor() {
        assertEquals(0, tea.polls);
        assertEquals(1, executor.size());

        executor.step();

        assertEquals(1, tea.polls);
        assertFalse(result.isDone());
    }

    @Test
    void valueCompletesIt() {
        executor.step();

        tea.complete("green");
        assertFalse(result.isDone(), "the executor completes it, not who wakes");
        executor.step();

        assertEquals("green", result.join());
        assertEquals(0, tea.drops);
    }

    @Test
    void nullIsAValue() {
        tea.complete(null);

        executor.step();

        assertTrue(result.isDone());
        assertNull(result.join());
    }

    @Test
    void failureCompletesItAsItIs() {
        var failure = new IOException("no tea");
        tea.fail(failure);

        executor.step();

        assertSame(
                failure, assertThrows(CompletionException.class, result::join).getCause());
        assertEquals(0, tea.drops);
    }

    @Test
    void cancellationInsideIsACancellation() {
        tea.fail(new CancellationException());

        executor.step();

        assertTrue(result.isCancelled());
    }

    @Test
    void manyWakesAreOnePoll() {
        executor.step();

        tea.wake();
        tea.wake();
        tea.wake();

        assertEquals(1, executor.size());
    }

    @Test
    void wakeWithinThePollGoesBehindTheOthers() {
        tea.onPoll = tea::wake;

        executor.step();

        assertEquals(1, executor.size());
        tea.onPoll = () -> {};
        executor.step();
        assertEquals(0, executor.size());
        assertEquals(2, tea.polls);
    }

    @Test
    void budgetThatIsUsedUpGivesTheThreadBack() {
        tea.work = 200;
        tea.complete("green");

        executor.step();
        assertFalse(result.isDone());
        executor.step();

        assertEquals("green", result.join());
    }

    @Test
    void cancelDropsTheFutureOnTheExecutor() {
        executor.step();

        result.cancel(true);
        assertEquals(0, tea.drops);
        executor.step();

        assertEquals(1, tea.drops);
        assertEquals(0, executor.size());
    }

    @Test
    void cancelledBeforeItsFirstPollItNeverRuns() {
        result.cancel(true);

        executor.step();

        assertEquals(0, tea.polls);
        assertEquals(1, tea.drops);
        assertEquals(0, executor.size());
    }

    @Test
    void cancelWithinThePollDropsItAfterwards() {
        tea.onPoll = () -> {
            result.cancel(false);
            assertEquals(0, tea.drops);
        };

        executor.step().step();

        assertEquals(1, tea.polls);
        assertEquals(1, tea.drops);
    }

    @Test
    void resultCompletedByOthersDropsTheFutureToo() {
        executor.step();

        result.complete("milk");
        executor.step();

        assertEquals(1, tea.drops);
        assertEquals("milk", result.join());
    }

    @Test
    void wakeAfterTheEndDoesNothing() {
        tea.complete("green");
        executor.step();

        tea.wake();
        result.cancel(true);

        assertEquals(0, executor.size());
        assertEquals(0, tea.drops);
    }

    @Test
    void failureThatNobodyIsLeftToSeeIsReported() {
        var failure = new IOException("no tea");
        tea.fail(failure);
        tea.onPoll = () -> result.cancel(true);

        assertEquals(List.of(failure), reportedBy(executor::step));
    }

    @Test
    void failureOfTheCleanupIsReported() {
        var failure = new IllegalStateException("flush failed");
        tea.onDrop = () -> {
            throw failure;
        };
        executor.step();
        result.cancel(true);

        assertEquals(List.of(failure), reportedBy(executor::step));
    }

    @Test
    void executorThatRefusesFromTheStartEndsIt() {
        executor.refuses = true;
        var milk = new Probe("milk");

        var refused = milk.toCompletableFuture(executor);

        assertTrue(
                assertThrows(CompletionException.class, refused::join).getCause()
                        instanceof RejectedExecutionException);
        assertEquals(0, milk.polls);
        assertEquals(1, milk.drops);
    }

    @Test
    void executorThatRefusesLaterEndsIt() {
        executor.step();
        executor.refuses = true;

        tea.wake();

        assertTrue(result.isCompletedExceptionally());
        assertEquals(1, tea.drops);
        tea.wake();
        assertEquals(1, tea.drops);
    }

    @Test
    void pollsMustNotBlockAndDependentsMay() {
        var within = new ArrayList<Boolean>();
        tea.onPoll = () -> within.add(NonBlocking.isHere());
        tea.complete("green");
        result.thenRun(() -> within.add(NonBlocking.isHere()));

        executor.step();

        assertEquals(List.of(true, false), within);
    }

    @Test
    void dependentsOfAFailureMayBlockToo() {
        var within = new ArrayList<Boolean>();
        tea.fail(new IOException("no tea"));
        result.exceptionally(failure -> {
            within.add(NonBlocking.isHere());
            return "";
        });

        executor.step();

        assertEquals(List.of(false), within);
    }

    @Test
    void dropsMustNotBlock() {
        var within = new ArrayList<Boolean>();
        tea.onDrop = () -> within.add(NonBlocking.isHere());
        result.cancel(true);

        executor.step();

        assertEquals(List.of(true), within);
        assertFalse(NonBlocking.isHere());
    }

    @Test
    void executorOnTheCallersThreadWillDo() {
        var reply = Oneshot.<String>channel();

        var result = reply.receiver().toCompletableFuture(Runnable::run);
        reply.sender().send("pong");

        assertEquals("pong", result.join());
    }

    private static List<Throwable> reportedBy(Runnable code) {
        List<Throwable> reported = new ArrayList<>();
        Thread thread = Thread.currentThread();
        var before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, failure) -> reported.add(failure));
        try {
            code.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        return reported;
    }
}
