package dev.kyoto.internal.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Bounds;
import dev.kyoto.internal.task.FailureSink;
import dev.kyoto.internal.task.Joinable;
import dev.kyoto.internal.task.TaskIds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of blocking jobs with their handles, and of the pool that runs them. */
@Tag("model-checking")
class BlockingLincheckTest {
    private static final int JOB_INVOCATIONS = Bounds.INVOCATIONS / 2;

    /** The pool takes many more steps than a job. */
    private static final int POOL_INVOCATIONS = Bounds.INVOCATIONS / 6;

    // ---- a job

    @Test
    void jobIsRunOrDroppedAndItsHandleSaysWhich() {
        check(JOB_INVOCATIONS, () -> {
            var runs = new AtomicInteger();
            var job = job(runs::incrementAndGet);
            Bounds.run(job::run, job::abort, job::drop);

            assertTrue(job.isFinished());
            assertEquals(runs.get() == 1 ? "1" : "dropped", outcome(job));
        });
    }

    @Test
    void abortInterruptsTheJobAndNotTheNextOne() {
        check(JOB_INVOCATIONS, () -> {
            var first = job(() -> 1);
            var second = job(() -> Thread.currentThread().isInterrupted() ? 1 : 0);
            Bounds.run(
                    () -> {
                        first.run();
                        second.run();
                    },
                    first::abort);

            assertEquals("0", outcome(second));
        });
    }

    @Test
    void joinerOfAJobIsWoken() {
        check(JOB_INVOCATIONS, () -> {
            var job = job(() -> 7);
            Bounds.run(job::run, () -> assertEquals(7, Futures.blockOn(job)));
        });
    }

    @Test
    void joinerOfAnAbortedJobIsWoken() {
        check(JOB_INVOCATIONS, () -> {
            var runs = new AtomicInteger();
            var job = job(runs::incrementAndGet);
            Bounds.run(job::abort, job::run, () -> {
                try {
                    Futures.blockOn(job);
                    assertEquals(1, runs.get());
                } catch (CancellationException aborted) {
                    assertEquals(0, runs.get());
                }
            });
        });
    }

    @Test
    void outcomeOfADetachedJobIsDiscardedAndItsFailureReportedOnce() {
        check(JOB_INVOCATIONS, () -> {
            var sink = new Sink();
            var failing = new BlockingJob<Integer>(
                    TaskIds.single(),
                    () -> {
                        throw new IOException("disk");
                    },
                    List.of(),
                    sink,
                    true,
                    null,
                    0);
            var yielding = job(() -> 7);
            Bounds.run(
                    () -> {
                        yielding.run();
                        failing.run();
                    },
                    failing::cancel,
                    yielding::cancel);

            assertNull(yielding.value());
            assertEquals(1, sink.reported.get());
        });
    }

    // ---- the pool

    @Test
    void everyJobRunsThoughThereIsOneThread() {
        check(POOL_INVOCATIONS, () -> {
            var pool = new Pool(1);
            var runs = new AtomicInteger();
            Bounds.run(() -> Futures.blockOn(pool.submitted(runs::incrementAndGet)), () -> {
                var one = pool.submitted(runs::incrementAndGet);
                Futures.blockOn(pool.submitted(runs::incrementAndGet));
                Futures.blockOn(one);
            });
            pool.end();

            assertEquals(3, runs.get());
        });
    }

    /** Two jobs that wait for each other: a pool that took an idle thread for two of them would never end. */
    @Test
    void eachJobHasAThreadOfItsOwnUpToTheCap() {
        check(POOL_INVOCATIONS, () -> {
            var pool = new Pool(2);
            var arrived = new AtomicInteger();
            Callable<Integer> meeting = () -> {
                arrived.incrementAndGet();
                while (arrived.get() < 2) {
                    Thread.onSpinWait();
                }
                return 1;
            };
            Futures.blockOn(pool.submitted(() -> 1)); // its thread is idle, or nearly
            var one = pool.submitted(meeting);
            var other = pool.submitted(meeting);
            assertEquals(1, Futures.blockOn(one));
            assertEquals(1, Futures.blockOn(other));
            pool.end();
        });
    }

    @Test
    void jobSubmittedWhileThePoolClosesIsRunOrDropped() {
        check(POOL_INVOCATIONS, () -> {
            var pool = new Pool(1);
            var runs = new AtomicInteger();
            var early = job(runs::incrementAndGet);
            var late = job(runs::incrementAndGet);
            pool.threads.submit(early);
            Bounds.run(() -> pool.threads.submit(late), pool.threads::close);
            pool.end();

            assertTrue(early.isFinished() && late.isFinished());
            int expected =
                    (outcome(early).equals("dropped") ? 0 : 1) + (outcome(late).equals("dropped") ? 0 : 1);
            assertEquals(expected, runs.get());
        });
    }

    private static void check(int invocations, Bounds.Code code) {
        Lincheck.runConcurrentTest(invocations, () -> {
            try {
                code.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private static <T> BlockingJob<T> job(Callable<T> code) {
        return new BlockingJob<>(TaskIds.single(), code, List.of(), new Sink(), true, null, 0);
    }

    private static String outcome(BlockingJob<?> job) throws Exception {
        try {
            Poll<?> poll = job.poll(Context.of(Waker.noop()));
            assertFalse(poll.isPending());
            return String.valueOf(poll.value());
        } catch (CancellationException dropped) {
            return "dropped";
        }
    }

    private static final class Pool {
        final BlockingPool threads;

        Pool(int most) {
            threads = new BlockingPool(most, Duration.ofDays(1), Thread::new, () -> {});
        }

        <T> BlockingJob<T> submitted(Callable<T> code) {
            BlockingJob<T> job = job(code);
            threads.submit(job);
            return job;
        }

        /** Ends its threads; one that missed the end is a deadlock. */
        void end() throws InterruptedException {
            threads.close();
            threads.awaitEnd(Long.MAX_VALUE);
            assertEquals(0, threads.threadCount());
        }
    }

    /** What the runtime does, without the grace period. */
    private static final class Sink implements FailureSink {
        final AtomicInteger reported = new AtomicInteger();

        @Override
        public void failedUnjoined(Joinable<?> task) {
            task.reportUnlessJoined();
        }

        @Override
        public void reportUncaught(String origin, Throwable failure) {
            reported.incrementAndGet();
        }
    }
}
