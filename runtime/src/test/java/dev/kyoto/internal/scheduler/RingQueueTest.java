package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingQueueTest {
    private final TestTasks tasks = new TestTasks();
    private final InjectionQueue overflow = new InjectionQueue();

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 256})
    void firstInIsFirstOut(int capacity) {
        RingQueue ring = new RingQueue(capacity);
        for (int round = 0; round < 5; round++) { // wraps around
            push(ring, 0, capacity);

            assertEquals(names(0, capacity), drain(ring));
        }
        assertEquals(0, overflow.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 256})
    void fullRingExportsItsNewerHalfWithTheNewTask(int capacity) {
        RingQueue ring = new RingQueue(capacity);

        push(ring, 0, capacity + 1);

        assertEquals(names(0, capacity / 2), drain(ring));
        assertEquals(names(capacity / 2, capacity + 1), drain(overflow));
    }

    @Test
    void ringIsUsableAfterAnExport() {
        RingQueue ring = new RingQueue(4);
        push(ring, 0, 5);
        drain(overflow);

        push(ring, 5, 7);

        assertEquals(List.of("0", "1", "5", "6"), drain(ring));
    }

    @Test
    void thiefTakesTheOlderHalfRoundedUpAndRunsItsNewest() {
        RingQueue victim = new RingQueue(8);
        RingQueue own = new RingQueue(8);
        push(victim, 0, 5);

        Task<?> stolen = victim.stealInto(own);

        assertEquals("2", stolen.name());
        assertEquals(List.of("0", "1"), drain(own));
        assertEquals(List.of("3", "4"), drain(victim));
    }

    @Test
    void singleTaskIsStolen() {
        RingQueue victim = new RingQueue(4);
        push(victim, 0, 1);

        assertEquals("0", victim.stealInto(new RingQueue(4)).name());
        assertTrue(victim.isEmpty());
    }

    @Test
    void takenTasksAreNotKept() {
        RingQueue ring = new RingQueue(4);
        RingQueue thiefs = new RingQueue(4);
        List<WeakReference<Task<?>>> taken = new ArrayList<>();
        push(ring, 0, 4);

        taken.add(new WeakReference<>(ring.pop()));
        taken.add(new WeakReference<>(ring.stealInto(thiefs)));
        taken.add(new WeakReference<>(thiefs.pop()));
        System.gc();

        for (WeakReference<Task<?>> task : taken) {
            assertNull(task.get());
        }
        assertEquals(1, ring.size());
    }

    @Test
    void nothingIsStolenFromAnEmptyRing() {
        assertNull(new RingQueue(4).stealInto(new RingQueue(4)));
    }

    @Test
    void thiefWithAFullRingStealsNothing() {
        RingQueue victim = new RingQueue(4);
        RingQueue own = new RingQueue(4);
        push(victim, 0, 4);
        push(own, 4, 7);

        assertNull(victim.stealInto(own));
        assertEquals(4, victim.size());
    }

    @Test
    void whileAThiefCopiesNobodyElseStealsAndItsSlotsAreNotWrittenOver() {
        RingQueue ring = new RingQueue(4);
        push(ring, 0, 4);
        ring.claimHalf();

        assertNull(ring.stealInto(new RingQueue(4)));
        assertEquals("2", ring.pop().name());
        push(ring, 4, 5);
        assertEquals(List.of("4"), drain(overflow), "there is no room before the thief is done");

        ring.releaseClaim();
        push(ring, 5, 7);
        assertEquals(List.of("3", "5", "6"), drain(ring));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 256})
    void everyTaskComesOutOnceThoughTwoThievesSteal(int capacity) throws Exception {
        int count = 200_000;
        RingQueue ring = new RingQueue(capacity);
        AtomicIntegerArray seen = new AtomicIntegerArray(count);
        AtomicBoolean pushed = new AtomicBoolean();
        CountDownLatch ready = new CountDownLatch(2);
        List<Thread> thieves = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread thief = new Thread(() -> {
                RingQueue own = new RingQueue(capacity);
                ready.countDown();
                while (!pushed.get() || !ring.isEmpty()) {
                    Task<?> task = ring.stealInto(own);
                    for (; task != null; task = own.pop()) {
                        count(seen, task);
                    }
                }
            });
            thief.start();
            thieves.add(thief);
        }
        ready.await();

        for (int i = 0; i < count; i++) {
            ring.push(tasks.task(i), overflow);
            if (i % 3 == 0) {
                count(seen, ring.pop());
            }
            if (overflow.size() > 1000) {
                drainCounting(seen);
            }
        }
        pushed.set(true);
        for (Task<?> task = ring.pop(); task != null; task = ring.pop()) {
            count(seen, task);
        }
        for (Thread thief : thieves) {
            thief.join();
        }
        drainCounting(seen);

        for (int i = 0; i < count; i++) {
            assertEquals(1, seen.get(i), "task " + i);
        }
    }

    private void drainCounting(AtomicIntegerArray seen) {
        for (Task<?> task = overflow.poll(); task != null; task = overflow.poll()) {
            count(seen, task);
        }
    }

    private static void count(AtomicIntegerArray seen, Task<?> task) {
        if (task != null) {
            seen.incrementAndGet(Integer.parseInt(task.name()));
        }
    }

    private void push(RingQueue ring, int from, int to) {
        for (int i = from; i < to; i++) {
            ring.push(tasks.task(i), overflow);
        }
    }

    private static List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add(Integer.toString(i));
        }
        return names;
    }

    private static List<String> drain(RingQueue ring) {
        List<String> names = new ArrayList<>();
        for (Task<?> task = ring.pop(); task != null; task = ring.pop()) {
            names.add(task.name());
        }
        return names;
    }

    private static List<String> drain(InjectionQueue queue) {
        List<String> names = new ArrayList<>();
        for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
            names.add(task.name());
        }
        return names;
    }
}
