package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.scheduler.TaskWord.Next;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every transition of a task's word that is allowed, and what it answers. */
class TaskWordTest {
    private final TestTasks tasks = new TestTasks();
    private final Task<Integer> task = tasks.task(cx -> Poll.pending());

    @Test
    void newTaskIsScheduledAlready() {
        assertFalse(task.toScheduled(), "a wake must not queue it a second time");
        assertEquals(Next.POLL, task.toRunning());
    }

    @Test
    void wakeOfAnIdleTaskQueuesItOnce() {
        makeIdle();

        assertTrue(task.toScheduled());
        assertFalse(task.toScheduled());
    }

    @Test
    void wakeWhileRunningQueuesItAfterThePoll() {
        task.toRunning();

        assertFalse(task.toScheduled());
        assertEquals(Next.QUEUE, task.toIdle());
        assertFalse(task.toScheduled(), "it is queued already");
    }

    @Test
    void givingWayQueuesItAfterThePollWhetherItWasWokenOrNot() {
        task.toRunning();
        assertEquals(Next.QUEUE, task.toScheduledAgain());
        assertFalse(task.toScheduled(), "it is queued already");

        task.toRunning();
        task.toScheduled();
        assertEquals(Next.QUEUE, task.toScheduledAgain());
        assertEquals(Next.POLL, task.toRunning());
        assertEquals(Next.LEAVE, task.toIdle(), "the wake was answered");
    }

    @Test
    void abortWhileRunningDropsItAlsoIfItGaveWay() {
        task.toRunning();

        assertFalse(task.toCancelled(Dropper.ABORT));
        assertEquals(Next.DROP, task.toScheduledAgain());
    }

    @Test
    void pendingPollWithoutAWakeLeavesItIdle() {
        task.toRunning();

        assertEquals(Next.LEAVE, task.toIdle());
    }

    @Test
    void abortOfAnIdleTaskQueuesItToBeDropped() {
        makeIdle();

        assertTrue(task.toCancelled(Dropper.ABORT));
        assertFalse(task.toCancelled(Dropper.ABORT));
        assertEquals(Next.DROP, task.toRunning());
    }

    @Test
    void abortWhileQueuedDropsItInsteadOfThePoll() {
        assertFalse(task.toCancelled(Dropper.ABORT));

        assertEquals(Next.DROP, task.toRunning());
    }

    @Test
    void abortWhileRunningDropsItAfterThePoll() {
        task.toRunning();

        assertFalse(task.toCancelled(Dropper.ABORT));
        assertEquals(Next.DROP, task.toIdle());
    }

    @Test
    void shutdownClaimsATaskThatDoesNotRunAndItsQueueEntryIsVoid() {
        assertTrue(task.toClaimedForDrop());

        assertEquals(Next.LEAVE, task.toRunning());
    }

    @Test
    void shutdownLeavesARunningTaskToItsWorker() {
        task.toRunning();

        assertFalse(task.toClaimedForDrop());
        assertEquals(Next.DROP, task.toIdle());
    }

    @Test
    void completeTaskTakesNoTransition() {
        Task<Integer> ready = tasks.task(cx -> Poll.ready(1));
        ready.run(tasks.worker());

        assertTrue(ready.isFinished());
        assertFalse(ready.toScheduled());
        assertFalse(ready.toCancelled(Dropper.ABORT));
        assertFalse(ready.toClaimedForDrop());
        assertEquals(Next.LEAVE, ready.toRunning());
    }

    @Test
    void noWakeIsLostAndNoTwoQueueEntriesExist() throws Exception {
        int wakesPerThread = 200_000;
        makeIdle();
        AtomicInteger queued = new AtomicInteger();
        AtomicInteger woken = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(3);
        Runnable waking = () -> {
            await(start);
            for (int i = 0; i < wakesPerThread; i++) {
                woken.incrementAndGet();
                if (task.toScheduled()) {
                    assertEquals(1, queued.incrementAndGet());
                }
            }
        };
        Thread first = new Thread(waking);
        Thread second = new Thread(waking);
        first.start();
        second.start();
        await(start);

        while (seen.get() < 2 * wakesPerThread) { // hangs if a wake is lost
            if (queued.get() == 1) {
                queued.decrementAndGet();
                assertEquals(Next.POLL, task.toRunning());
                seen.set(woken.get());
                if (task.toIdle() == Next.QUEUE) {
                    assertEquals(1, queued.incrementAndGet());
                }
            }
        }
        first.join();
        second.join();
    }

    private void makeIdle() {
        assertEquals(Next.POLL, task.toRunning());
        assertEquals(Next.LEAVE, task.toIdle());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
