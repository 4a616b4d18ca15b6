package dev.kyoto.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Failures;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.outcome.Situation.Aborter;
import dev.kyoto.outcome.Situation.Ending;
import dev.kyoto.outcome.Situation.Handle;
import dev.kyoto.outcome.Situation.Moment;
import dev.kyoto.outcome.Situation.Workers;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.VirtualClock;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Plays one {@link Situation} and looks at what is left of it. The calling thread directs; every step waits for the one before. */
final class Stage {
    /** What is to be gone after the end, though the handle is kept. */
    record Remains(Situation situation, JoinHandle<?> handle, WeakReference<?> future, WeakReference<?> value) {}

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Situation situation;
    private final Failures failures = new Failures();
    private final Runtime runtime;
    private final Blockade blockade;
    private final CompletableFuture<Object> joined = new CompletableFuture<>();
    private @Nullable JoinHandle<Object> handle;

    Stage(Situation situation) {
        this.situation = situation;
        Runtime.Builder builder = Runtime.builder()
                .clock(VirtualClock.manual())
                .uncaughtHandler(failures)
                .maxSpareWorkers(0); // which would poll what the blockade is to hold up, on a slow machine
        this.runtime = situation.workers() == Workers.CALLERS_THREAD
                ? builder.currentThread().build()
                : builder.workers(situation.workers().count).build();
        this.blockade = new Blockade(runtime, situation.workers().count);
    }

    Remains play() throws Exception {
        Subject subject = new Subject(situation.ending(), this::at);
        blockade.begin();
        if (isAbortedBeforeTheFirstPollByATask() && situation.workers() == Workers.CALLERS_THREAD) {
            runtime.spawn(calling(this::abortHere)); // first in, first out
        }
        handle = runtime.spawn(subject);
        if (situation.handle() == Handle.JOINED_BY_A_WAITING_TASK) {
            runtime.spawn(joining(handle));
        }
        at(Moment.BEFORE_THE_FIRST_POLL);
        blockade.end();
        if (situation.comesTo(Moment.DURING_THE_FIRST_POLL)) {
            await(() -> subject.firstPoll.getCount() == 0);
        }
        if (situation.comesTo(Moment.WHILE_WAITING)) {
            inAnotherTask(() -> {}); // a runtime of one worker has left the poll by now
            at(Moment.WHILE_WAITING);
        }
        if (situation.comesTo(Moment.DURING_THE_LAST_POLL)) {
            subject.waker.wake();
            await(() -> subject.lastPoll.getCount() == 0);
        }
        if (situation.isDropped() || situation.ending().comesByItself()) {
            awaitEnd();
            at(Moment.AFTER_THE_END);
            if (situation.aborter() != Aborter.THE_SHUTDOWN) {
                assertHandleKeepsItsPromise(subject);
                int waiting = situation.workers() == Workers.CALLERS_THREAD ? 1 : 0; // the one that asks
                await(() -> runtime.metrics().liveTasks() <= waiting);
            }
        }
        assertEquals(List.of(), runtime.shutdown(LONG));
        if (situation.aborter() == Aborter.THE_SHUTDOWN
                || !situation.isDropped() && !situation.ending().comesByItself()) {
            assertHandleKeepsItsPromise(subject);
        }
        assertEndedOnce(subject);
        WeakReference<?> value = situation.handle().isDropped() ? subject.value : new WeakReference<>(null);
        return new Remains(situation, handle, new WeakReference<>(subject), value);
    }

    // ---- what happens

    /** Called at each moment: by the director, or, during a poll, by the task. */
    private void at(Moment moment) {
        try {
            if (situation.abortedAt() == moment) {
                abort();
            }
            if (situation.handle().droppedAt == moment) {
                inAThread(() -> handle.cancel());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void abort() throws Exception {
        switch (situation.aborter()) {
            case A_PLAIN_THREAD -> inAThread(this::abortHere);
            case ANOTHER_TASK -> inAnotherTask(this::abortHere);
            case THE_TASK_ITSELF -> abortHere();
            case THE_SHUTDOWN -> {
                if (situation.abortedAt().isPoll()) {
                    abortHere();
                } else {
                    inAnotherTask(this::abortHere);
                }
            }
            default -> throw new AssertionError();
        }
    }

    private void abortHere() {
        if (situation.aborter() == Aborter.THE_SHUTDOWN) {
            assertNotEquals(
                    List.of(), runtime.shutdown(LONG), "on the runtime's own thread it does not wait, and says so");
        } else {
            handle.abort();
        }
    }

    private boolean isAbortedBeforeTheFirstPollByATask() {
        return situation.abortedAt() == Moment.BEFORE_THE_FIRST_POLL
                && (situation.aborter() == Aborter.ANOTHER_TASK || situation.aborter() == Aborter.THE_SHUTDOWN);
    }

    private static void inAThread(Runnable action) throws InterruptedException {
        Thread thread = new Thread(action);
        thread.start();
        thread.join();
    }

    private void inAnotherTask(Runnable action) throws Exception {
        if (blockade.isUp()) {
            blockade.order(action);
        } else if (situation.workers() == Workers.CALLERS_THREAD) {
            if (!isAbortedBeforeTheFirstPollByATask()) {
                runtime.blockOn(calling(action));
            }
        } else {
            CountDownLatch done = new CountDownLatch(1);
            inAThread(() -> runtime.spawn(calling(() -> {
                action.run();
                done.countDown();
            })));
            done.await();
        }
    }

    private static Future<Object> calling(Runnable action) {
        return cx -> {
            action.run();
            return Poll.ready("done");
        };
    }

    private Future<Object> joining(JoinHandle<Object> handle) {
        return cx -> {
            try {
                Poll<Object> poll = handle.poll(cx);
                if (poll.isPending()) {
                    return poll;
                }
                joined.complete(poll.value());
            } catch (Throwable failure) {
                joined.completeExceptionally(failure);
            }
            return Poll.ready("joined");
        };
    }

    // ---- waiting

    private void awaitEnd() throws Exception {
        if (situation.aborter() == Aborter.THE_SHUTDOWN && situation.abortedAt() != Moment.AFTER_THE_END) {
            runtime.shutdown(LONG);
        } else {
            await(() -> handle.isFinished());
        }
    }

    /** Until {@code condition} holds, which takes the runtime a moment; a runtime without threads is driven meanwhile. */
    private void await(BooleanSupplier condition) throws Exception {
        if (situation.workers() == Workers.CALLERS_THREAD) {
            try {
                runtime.blockOn(cx -> {
                    if (condition.getAsBoolean()) {
                        return Poll.ready("now");
                    }
                    cx.defer();
                    return Poll.pending();
                });
            } catch (CancellationException shutDown) {
                assertEquals(Aborter.THE_SHUTDOWN, situation.aborter());
            }
        }
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    // ---- what is left

    private void assertEndedOnce(Subject subject) {
        boolean dropped = situation.isDropped() || !situation.ending().comesByItself();
        assertEquals(situation.polls(), subject.polls, "polls");
        assertEquals(dropped ? 1 : 0, subject.drops, "drops");
        assertEquals(subject.polls > 0 ? 1 : 0, subject.cleanups, "cleanups");
        assertEquals(0, runtime.metrics().liveTasks());
        boolean cleanupFailed =
                dropped && situation.ending() == Ending.PENDS_FOR_EVER_AND_FAILS_IN_CLEANUP && subject.polls > 0;
        boolean failureUnjoined = !dropped
                && situation.ending().isFailure()
                && !(situation.handle() == Handle.JOINED_BY_A_WAITING_TASK
                        || situation.handle() == Handle.JOINED_AFTER_THE_END
                                && situation.aborter() != Aborter.THE_SHUTDOWN);
        List<String> seen = failures.seen();
        assertEquals(cleanupFailed || failureUnjoined ? 1 : 0, seen.size(), seen::toString);
        assertTrue(!cleanupFailed || seen.get(0).startsWith("cleanup of task " + handle.id()), seen::toString);
        assertTrue(!failureUnjoined || seen.get(0).startsWith("task " + handle.id()), seen::toString);
    }

    private void assertHandleKeepsItsPromise(Subject subject) throws Exception {
        assertTrue(handle.isFinished());
        Throwable failure = null;
        Object value = null;
        if (situation.handle() == Handle.JOINED_BY_A_WAITING_TASK) {
            await(joined::isDone);
            failure = joined.handle((got, failed) -> failed).get();
            value = failure == null ? joined.get() : null;
        } else if (situation.handle() == Handle.JOINED_AFTER_THE_END) {
            try {
                value = Futures.blockOn(handle);
            } catch (Throwable thrown) {
                failure = thrown;
            }
        } else {
            return;
        }
        if (situation.isDropped() || !situation.ending().comesByItself()) {
            assertEquals(CancellationException.class, failure.getClass());
            return;
        }
        switch (situation.ending()) {
            case THROWS_AN_EXCEPTION -> assertEquals(IOException.class, failure.getClass());
            case THROWS_AN_ERROR -> assertEquals(LinkageError.class, failure.getClass());
            case OVERFLOWS_THE_STACK -> assertEquals(StackOverflowError.class, failure.getClass());
            default -> {
                assertNotNull(value);
                assertSame(subject.value.get(), value);
            }
        }
    }
}
