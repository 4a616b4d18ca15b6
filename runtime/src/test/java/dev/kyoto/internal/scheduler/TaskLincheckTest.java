package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Bounds;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Interleavings, as many as {@link Bounds} allows, of what may happen to one task: two workers run it, others wake it, abort
 * it, join it, let go of it and shut the runtime down.
 */
@Tag("model-checking")
class TaskLincheckTest {
    private static final int INVOCATIONS = Bounds.INVOCATIONS / 2;

    /** Everything outside of the task is of no interest here, so all interleavings share it. */
    private final TestTasks tasks = new TestTasks();

    @Test
    void everyWakeIsFollowedByAPollAndNoTwoPollsMeet() {
        check(INVOCATIONS, () -> {
            var probe = new Probe();
            var task = tasks.queued(probe);
            var one = new Runner(tasks);
            var other = new Runner(tasks);
            Bounds.run(
                    () -> {
                        probe.wakes.incrementAndGet();
                        task.wake();
                        probe.wakes.incrementAndGet();
                        task.wake();
                    },
                    () -> one.run(2),
                    () -> other.run(2));
            one.drain();
            other.drain();

            probe.assertSound();
            assertEquals(2, probe.wakesSeen);
            assertEquals(0, probe.drops);
        });
    }

    @Test
    void abortedTaskIsDroppedOnceUnlessItHasEnded() {
        check(INVOCATIONS, () -> {
            var probe = new Probe();
            var task = tasks.queued(probe);
            var one = new Runner(tasks);
            var other = new Runner(tasks);
            Bounds.run(
                    () -> {
                        one.run(1);
                        task.abort();
                        one.run(1);
                    },
                    () -> {
                        probe.open = true;
                        task.wake();
                        other.run(2);
                    },
                    task::abort);
            one.drain();
            other.drain();

            probe.assertSound();
            assertTrue(task.isFinished());
            assertEquals(1, probe.drops + probe.completions);
            assertEquals(probe.drops == 1 ? "dropped" : "value", join(task));
        });
    }

    @Test
    void shutdownAndWorkersDropATaskOnce() {
        check(INVOCATIONS, () -> {
            var probe = new Probe();
            var task = tasks.queued(probe);
            var one = new Runner(tasks);
            var other = new Runner(tasks);
            Bounds.run(task::shutDown, () -> one.run(2), () -> {
                probe.wakes.incrementAndGet();
                task.wake();
                other.run(1);
            });
            one.drain();
            other.drain();

            probe.assertSound();
            assertTrue(task.isFinished());
            assertEquals(1, probe.drops);
            assertEquals("dropped", join(task));
        });
    }

    @Test
    void joinerIsWokenAndGetsTheOutcome() {
        check(INVOCATIONS, () -> {
            var probe = new Probe();
            probe.open = true;
            var task = tasks.queued(probe);
            var runner = new Runner(tasks);
            var woken = new AtomicInteger();
            var early = new AtomicInteger();
            Waker waker = woken::incrementAndGet;
            Bounds.run(() -> runner.run(1), () -> {
                Poll<String> poll = task.poll(Context.of(early::incrementAndGet));
                poll = poll.isReady() ? poll : task.poll(Context.of(waker)); // moved to another waker
                if (poll.isReady()) {
                    assertEquals("value", poll.value());
                    woken.incrementAndGet();
                }
            });

            probe.assertSound();
            assertTrue(woken.get() >= 1, "neither woken nor told");
        });
    }

    @Test
    void outcomeIsTakenOrDiscarded() {
        check(INVOCATIONS, () -> {
            var probe = new Probe();
            probe.open = true;
            var task = tasks.queued(probe);
            var runner = new Runner(tasks);
            var taken = new AtomicInteger();
            Bounds.run(() -> runner.run(1), () -> {
                if (task.poll(Context.of(Waker.noop())).isReady()) {
                    taken.incrementAndGet();
                }
                task.cancel();
            });

            probe.assertSound();
            assertTrue(task.isFinished());
            assertEquals(taken.get() == 1 ? "value" : null, task.value());
        });
    }

    @Test
    void failureIsDeliveredOrReportedOnce() {
        check(INVOCATIONS / 3, () -> {
            var reported = new AtomicInteger();
            var tasks = new TestTasks((origin, failure) -> reported.incrementAndGet()); // which ends
            var task = tasks.queued(cx -> {
                throw new IOException("gone");
            });
            var runner = new Runner(tasks);
            var delivered = new AtomicInteger();
            Bounds.run(
                    () -> runner.run(1),
                    () -> {
                        try {
                            assertTrue(task.poll(Context.of(Waker.noop())).isPending());
                        } catch (IOException failure) {
                            delivered.incrementAndGet();
                        }
                        task.cancel();
                    },
                    tasks.scheduler::endGraceOfUnjoinedFailures);
            tasks.scheduler.endGraceOfUnjoinedFailures(); // the grace period is over

            // The handler may hear of a failure a moment before somebody joins after all; nobody may hear nothing.
            assertTrue(task.isFinished());
            assertTrue(reported.get() <= 1, "reported twice");
            assertTrue(delivered.get() + reported.get() >= 1, "lost");
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

    private static String join(Task<String> task) throws Exception {
        try {
            Poll<String> poll = task.poll(Context.of(Waker.noop()));
            assertFalse(poll.isPending());
            return poll.value();
        } catch (CancellationException dropped) {
            return "dropped";
        }
    }

    /** A future that watches over its own contract. Plain fields: tasks have to order the polls. */
    static final class Probe implements Future<String> {
        final AtomicInteger wakes = new AtomicInteger();
        volatile boolean open;
        int wakesSeen;
        int completions;
        int drops;
        private boolean inside;
        private @Nullable String broken;

        @Override
        public Poll<String> poll(Context cx) {
            enter();
            wakesSeen = wakes.get();
            boolean ready = open;
            completions += ready ? 1 : 0;
            inside = false;
            return ready ? Poll.ready("value") : Poll.pending();
        }

        @Override
        public void cancel() {
            enter();
            drops++;
            inside = false;
        }

        private void enter() {
            if (inside || completions + drops > 0) {
                broken = inside ? "entered twice at once" : "entered after its end";
            }
            inside = true;
        }

        void assertSound() {
            assertNull(broken);
        }
    }
}
