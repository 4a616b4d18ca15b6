package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.sync.Bounds;
import dev.kyoto.internal.scheduler.TaskWord.Next;
import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two transitions of a task's word at once: so few steps that the model checker comes to most of their interleavings. It does
 * not switch threads just before a {@code getAndBitwiseOr} or {@code getAndBitwiseAnd}, only around them.
 */
@Tag("model-checking")
class TaskWordLincheckTest {
    private final TestTasks tasks = new TestTasks();

    @Test
    void wakeAtTheEndOfAPollQueuesTheTaskOnce() {
        race(this::running, Task::toIdle, Task::toScheduled, (idle, woken) -> (idle == Next.QUEUE) != woken);
    }

    @Test
    void abortAtTheEndOfAPollDropsTheTaskOrQueuesItToBeDropped() {
        race(this::running, Task::toIdle, TaskWordLincheckTest::abort, (idle, queued) -> (idle == Next.DROP) != queued);
    }

    @Test
    void shutdownAtTheEndOfAPollLeavesTheTaskToOneOfTheTwo() {
        race(this::running, Task::toIdle, Task::toClaimedForDrop, (idle, claimed) -> (idle == Next.DROP) != claimed);
    }

    @Test
    void wakeOfATaskThatGivesWayQueuesItNoSecondTime() {
        race(this::running, Task::toScheduledAgain, Task::toScheduled, (again, woken) -> again == Next.QUEUE && !woken);
    }

    @Test
    void abortOfATaskThatGivesWayQueuesItNoSecondTime() {
        race(
                this::running,
                Task::toScheduledAgain,
                TaskWordLincheckTest::abort,
                (again, queued) -> again != Next.LEAVE && !queued);
    }

    @Test
    void shutdownOfATaskThatGivesWayLeavesItToOneOfTheTwo() {
        race(
                this::running,
                Task::toScheduledAgain,
                Task::toClaimedForDrop,
                (again, claimed) -> (again == Next.DROP) != claimed);
    }

    @Test
    void shutdownAtTheBeginningOfAPollLeavesTheTaskToOneOfTheTwo() {
        race(
                this::scheduled,
                Task::toRunning,
                Task::toClaimedForDrop,
                (next, claimed) -> (next == Next.LEAVE) == claimed);
    }

    @Test
    void abortAtTheBeginningOfAPollDropsTheTaskNowOrAtItsEnd() {
        race(
                this::scheduled,
                TaskWordLincheckTest::poll,
                TaskWordLincheckTest::abort,
                (next, queued) -> (next == Next.DROP) != queued);
    }

    @Test
    void wakeAtTheBeginningOfAPollIsAnsweredByItOrAtItsEnd() {
        race(
                this::scheduled,
                TaskWordLincheckTest::poll,
                Task::toScheduled,
                (next, queued) -> next == Next.LEAVE || !queued);
    }

    @Test
    void twoWakesQueueAnIdleTaskOnce() {
        race(this::idle, Task::toScheduled, Task::toScheduled, (one, other) -> one ^ other);
    }

    @Test
    void wakeAndAbortQueueAnIdleTaskOnce() {
        race(this::idle, Task::toScheduled, TaskWordLincheckTest::abort, (woken, aborted) -> woken ^ aborted);
    }

    private static boolean abort(Task<?> task) {
        return task.toCancelled(Dropper.ABORT);
    }

    private interface Transition<R> {
        R of(Task<Integer> task);
    }

    private interface Rule<A, B> {
        boolean holds(A one, B other);
    }

    private static <A, B> void race(
            Supplier<Task<Integer>> start, Transition<A> one, Transition<B> other, Rule<A, B> rule) {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS / 2, () -> {
            Task<Integer> task = start.get();
            var results = new Object[2];
            Bounds.run(() -> results[0] = one.of(task), () -> results[1] = other.of(task));
            @SuppressWarnings("unchecked")
            boolean held = rule.holds((A) results[0], (B) results[1]);
            assertTrue(held, () -> results[0] + " and " + results[1]);
        });
    }

    /** From the queue into a poll that is pending. */
    private static Next poll(Task<Integer> task) {
        Next next = task.toRunning();
        return next == Next.POLL ? task.toIdle() : next;
    }

    private Task<Integer> scheduled() {
        return tasks.task(0);
    }

    private Task<Integer> running() {
        Task<Integer> task = scheduled();
        assertEquals(Next.POLL, task.toRunning());
        return task;
    }

    private Task<Integer> idle() {
        Task<Integer> task = running();
        assertEquals(Next.LEAVE, task.toIdle());
        return task;
    }
}
