package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Interleavings, as many as {@link Bounds} allows, of workers that go to sleep and of threads that add work. All asleep with
 * work left lying is a deadlock, which the model checker reports. The workers here do of a worker's turn what {@link Idle}
 * asks of them.
 */
@Tag("model-checking")
class IdleLincheckTest {
    private static final int INVOCATIONS = Bounds.INVOCATIONS / 2;
    private static final TestTasks TASKS = new TestTasks();

    /** The same in all interleavings, since to make one takes the model checker long; all are awake at the end of each. */
    private static final List<Worker> WORKERS =
            List.of(TASKS.worker(0), TASKS.worker(1), TASKS.worker(2), TASKS.worker(3));

    @Test
    void noTaskIsLeftLyingWhileAllWorkersSleep() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            var floor = new Floor(2, 3);
            Bounds.run(
                    () -> floor.work(0),
                    () -> floor.work(1),
                    () -> {
                        floor.add();
                        floor.add();
                    },
                    floor::add);
            floor.assertAtRest();
        });
    }

    @Test
    void sleeperWokenByItsOwnDriverAndByATaskAtOnceLosesNeither() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            var floor = new Floor(2, 2);
            Bounds.run(() -> floor.work(0), () -> floor.work(1), () -> {
                floor.deliver(0);
                floor.add();
            });
            floor.assertAtRest();
        });
    }

    @Test
    void oneTaskWakesOneSleeper() {
        var floor = new Floor(4, 4);
        for (int i = 0; i < 4; i++) {
            floor.idle.park(WORKERS.get(i), false);
        }

        floor.add();
        floor.add();

        assertEquals(1, floor.unparked(), "the first is still searching");
        assertTrue(floor.idle.stopSearching(), "the last searcher wakes another");
    }

    @Test
    void halfOfTheWorkersSearch() {
        var idle = new Idle(4);

        assertTrue(idle.tryStartSearching());
        assertTrue(idle.tryStartSearching());
        assertEquals(false, idle.tryStartSearching());
    }

    /** Workers without rings: what they share is the injection queue; and each has a place for what its driver delivers. */
    private static final class Floor {
        private final Idle idle;
        private final InjectionQueue queue = new InjectionQueue();
        private final List<Semaphore> unparks = new ArrayList<>();
        private final List<AtomicInteger> delivered = new ArrayList<>();
        private final AtomicInteger left;

        Floor(int workers, int tasks) {
            idle = new Idle(workers);
            left = new AtomicInteger(tasks);
            for (int i = 0; i < workers; i++) {
                unparks.add(new Semaphore(0));
                delivered.add(new AtomicInteger());
            }
        }

        void add() {
            queue.push(TASKS.task(0));
            wakeSleeper();
        }

        /** A task that only this worker knows of, as after an I/O event. */
        void deliver(int index) {
            delivered.get(index).incrementAndGet();
            unparks.get(index).release();
        }

        private void wakeSleeper() {
            Worker sleeper = idle.sleeperToWake();
            if (sleeper != null) {
                unparks.get(sleeper.index()).release();
            }
        }

        void work(int index) throws InterruptedException {
            Worker self = WORKERS.get(index);
            boolean searching = false;
            while (left.get() > 0) {
                boolean found = take(index);
                if (!found && !searching) {
                    searching = idle.tryStartSearching();
                    found = searching && take(index);
                }
                if (found) {
                    if (searching && idle.stopSearching()) {
                        wakeSleeper();
                    }
                    searching = false;
                    if (left.decrementAndGet() == 0) {
                        unparks.forEach(Semaphore::release); // the end
                    }
                } else {
                    searching = sleep(self, searching);
                }
            }
            if (searching) {
                idle.stopSearching();
            }
        }

        private boolean take(int index) {
            if (delivered.get(index).get() > 0) {
                delivered.get(index).decrementAndGet();
                return true;
            }
            return queue.poll() != null;
        }

        /** Whether it counts as searching afterwards. */
        private boolean sleep(Worker self, boolean searching) throws InterruptedException {
            idle.park(self, searching);
            if (queue.size() > 0) {
                wakeSleeper();
            }
            while (true) {
                unparks.get(self.index()).acquire();
                if (delivered.get(self.index()).get() > 0 || left.get() == 0) {
                    return !idle.unpark(self);
                }
                if (!self.isAsleep()) {
                    return true;
                }
            }
        }

        int unparked() {
            return unparks.stream().mapToInt(Semaphore::availablePermits).sum();
        }

        void assertAtRest() {
            assertEquals(0, left.get());
            assertNull(sleeper(), "nobody sleeps");
            assertTrue(idle.tryStartSearching(), "nobody searches");
        }

        private @Nullable Worker sleeper() {
            return idle.sleeperToWake();
        }
    }
}
