package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Interleavings, as many as {@link Bounds} allows, of the places where tasks wait. The rings have two or four slots, so that
 * they wrap around, fill up and export within a few operations.
 */
@Tag("model-checking")
class QueuesLincheckTest {
    private static final TestTasks TASKS = new TestTasks();

    private static final int HALF = Bounds.INVOCATIONS / 2;

    // ---- the ring

    @Test
    void everyTaskOfARingComesOutOnceThoughTwoThievesSteal() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var overflow = new InjectionQueue();
            var ring = new RingQueue(4);
            var oneRing = new RingQueue(4);
            var otherRing = new RingQueue(4);
            var owner = new ArrayList<String>();
            var one = new ArrayList<String>();
            var other = new ArrayList<String>();
            push(ring, 0, 3, overflow);
            Bounds.run(
                    () -> {
                        push(ring, 3, 6, overflow);
                        add(owner, ring.pop());
                        push(ring, 6, 7, overflow);
                    },
                    () -> {
                        add(one, ring.stealInto(oneRing));
                        add(one, ring.stealInto(oneRing));
                    },
                    () -> add(other, ring.stealInto(otherRing)));
            drain(ring, owner);
            drain(oneRing, one);
            drain(otherRing, other);
            for (Task<?> task = overflow.poll(); task != null; task = overflow.poll()) {
                add(other, task);
            }

            assertEachOnce(7, owner, one, other);
        });
    }

    /** The smallest ring: the tail laps the head while a thief copies, and a head returns to its old value by an export. */
    @Test
    void ringOfTwoExportsWhileAThiefClaims() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var overflow = new InjectionQueue();
            var ring = new RingQueue(2);
            var thiefs = new RingQueue(2);
            var owner = new ArrayList<String>();
            var thief = new ArrayList<String>();
            push(ring, 0, 1, overflow);
            Bounds.run(
                    () -> {
                        push(ring, 1, 4, overflow);
                        add(owner, ring.pop());
                        push(ring, 4, 5, overflow);
                    },
                    () -> {
                        for (int i = 0; i < 3; i++) {
                            add(thief, ring.stealInto(thiefs));
                        }
                    });
            drain(ring, owner);
            drain(thiefs, thief);
            for (Task<?> task = overflow.poll(); task != null; task = overflow.poll()) {
                add(thief, task);
            }

            assertEachOnce(5, owner, thief);
        });
    }

    @Test
    void tasksOfARingKeepTheirOrderForTheOwnerAndForAThief() {
        Lincheck.runConcurrentTest(HALF, () -> {
            var overflow = new InjectionQueue();
            var ring = new RingQueue(8);
            var thiefs = new RingQueue(8);
            var owner = new ArrayList<String>();
            var thief = new ArrayList<String>();
            push(ring, 0, 3, overflow);
            Bounds.run(
                    () -> {
                        add(owner, ring.pop());
                        push(ring, 3, 5, overflow);
                        add(owner, ring.pop());
                    },
                    () -> {
                        Task<?> newest = ring.stealInto(thiefs);
                        drain(thiefs, thief);
                        add(thief, newest);
                    });
            drain(ring, owner);

            assertEquals(owner.stream().sorted().toList(), owner);
            assertEquals(thief.stream().sorted().toList(), thief);
            assertEachOnce(5, owner, thief);
        });
    }

    /** What a thief took may be stolen from it in turn, while it still copies. */
    @Test
    void thiefIsRobbedInTurn() {
        Lincheck.runConcurrentTest(HALF, () -> {
            var overflow = new InjectionQueue();
            var ring = new RingQueue(8);
            var ones = new RingQueue(8);
            var others = new RingQueue(8);
            var owner = new ArrayList<String>();
            var one = new ArrayList<String>();
            var other = new ArrayList<String>();
            push(ring, 0, 6, overflow);
            Bounds.run(
                    () -> add(owner, ring.pop()),
                    () -> {
                        add(one, ring.stealInto(ones));
                        add(one, ones.pop());
                    },
                    () -> {
                        add(other, ones.stealInto(others));
                        add(other, ring.stealInto(others));
                    });
            drain(ring, owner);
            drain(ones, one);
            drain(others, other);

            assertEachOnce(6, owner, one, other);
        });
    }

    // ---- the injection queue

    public static class Injection {
        private final InjectionQueue queue = new InjectionQueue();

        @Operation
        public void push(int name) {
            queue.push(TASKS.task(name));
        }

        @Operation
        public void pushTwo(int name) {
            var chain = new TaskChain();
            chain.add(TASKS.task(name));
            chain.add(TASKS.task(name + 100));
            queue.pushAll(chain);
        }

        @Operation
        public String poll() {
            return nameOf(queue.poll());
        }

        @Operation
        public String pollTwo() {
            var chain = new TaskChain();
            queue.pollInto(chain, 2);
            int size = chain.size();
            return size + ": " + nameOf(chain.poll()) + ", " + nameOf(chain.poll());
        }

        @Operation
        public int size() {
            return queue.size();
        }

        @Operation(runOnce = true)
        public void close() {
            queue.close();
        }
    }

    @Test
    void operationsOfTheInjectionQueueTakeEffectAtOnePoint() {
        Bounds.check(Injection.class);
    }

    /** What the size promises to a worker that is about to sleep: it looks without the lock. */
    @Test
    void whoWasToldOfATaskFindsTheInjectionQueueNotEmpty() {
        Lincheck.runConcurrentTest(HALF, () -> {
            var queue = new InjectionQueue();
            var told = new AtomicBoolean();
            Bounds.run(
                    () -> {
                        queue.push(TASKS.task(1));
                        told.set(true);
                    },
                    () -> {
                        boolean pushed = told.get();
                        assertTrue(!pushed || queue.size() == 1);
                        assertTrue(!pushed || queue.poll() != null);
                    });
        });
    }

    // ---- the slot

    @Test
    void everyTaskOfASlotComesOutOnce() {
        Lincheck.runConcurrentTest(HALF, () -> {
            var slot = new LifoSlot();
            var owner = new ArrayList<String>();
            var thief = new ArrayList<String>();
            Bounds.run(
                    () -> {
                        add(owner, slot.replace(TASKS.task(0)));
                        add(owner, slot.replace(TASKS.task(1)));
                        add(owner, slot.take());
                        add(owner, slot.replace(TASKS.task(2)));
                    },
                    () -> {
                        for (int i = 0; i < 2; i++) {
                            Task<?> seen = slot.peek();
                            if (seen != null && slot.steal(seen)) {
                                add(thief, seen);
                            }
                        }
                    });
            add(owner, slot.take());

            assertEachOnce(3, owner, thief);
        });
    }

    // ---- the list of all tasks

    /** A task is refused, or dropped by the shutdown, or leaves by itself; then nothing is left. */
    @Test
    void everyTaskIsRefusedOrFoundByTheShutdownOrLeavesByItself() {
        Lincheck.runConcurrentTest(HALF, () -> {
            var list = new TaskList(1);
            var ending = TASKS.task(0);
            var standing = TASKS.task(1);
            list.add(ending);
            list.add(standing);
            var late = TASKS.task(2);
            var refused = new AtomicBoolean();
            var found = new ArrayList<String>();
            Bounds.run(() -> refused.set(!list.add(late)), () -> list.remove(ending), () -> {
                list.close();
                for (Task<?> task = list.pollAny(0); task != null; task = list.pollAny(0)) {
                    add(found, task);
                }
            });

            assertEquals(0, list.size());
            assertEquals(!refused.get(), found.contains("2"));
            assertTrue(found.contains("1"));
        });
    }

    private static void push(RingQueue ring, int from, int to, InjectionQueue overflow) {
        for (int i = from; i < to; i++) {
            ring.push(TASKS.task(i), overflow);
        }
    }

    private static void add(List<String> names, @Nullable Task<?> task) {
        if (task != null) {
            names.add(task.name());
        }
    }

    private static void drain(RingQueue ring, List<String> names) {
        for (Task<?> task = ring.pop(); task != null; task = ring.pop()) {
            add(names, task);
        }
    }

    @SafeVarargs
    private static void assertEachOnce(int count, List<String>... taken) {
        List<String> expected = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(Integer.toString(i));
        }
        for (List<String> names : taken) {
            all.addAll(names);
        }
        all.sort(null);
        assertEquals(expected, all);
    }

    private static String nameOf(@Nullable Task<?> task) {
        return task == null ? "none" : task.name();
    }
}
