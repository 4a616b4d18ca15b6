package dev.kyoto.console.internal.warn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.console.internal.warn.Warning.Kind;
import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.futures.sync.LeakDetector;
import dev.kyoto.futures.sync.Semaphore;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each warning, provoked by a program that deserves it, and absent from one that does not. */
@Timeout(30)
class WarningsTest {
    private final AtomicLong skipped = new AtomicLong();
    private final Runtime runtime = Runtime.builder()
            .workers(2)
            .blockedAfter(Duration.ofMillis(5))
            .onBlockedWorker(news -> {})
            .build();
    private final RuntimeWatch watch = new RuntimeWatch(runtime, () -> System.nanoTime() + skipped.get());
    private final Inspector inspector = new Inspector(watch);

    @AfterEach
    void close() {
        inspector.close();
        watch.close();
        LeakDetector.disable();
        runtime.close();
    }

    @Test
    void taskInItsFirstPollForLongHasNeverYieldedAndBlocksItsWorker() {
        CountDownLatch end = new CountDownLatch(1);
        JoinHandle<Void> task = Trouble.neverYields(runtime, end);
        try {
            Warning never = await(Kind.NEVER_YIELDED);
            Warning blocked = await(Kind.BLOCKED_WORKER);

            assertEquals(task.id(), never.task());
            assertEquals(task.id(), blocked.task());
            assertTrue(blocked.stack().stream().anyMatch(line -> line.contains("Trouble")), blocked.stack()::toString);
            assertTrue(blocked.text().contains("Trouble.java:"), blocked::text);
        } finally {
            end.countDown();
        }
    }

    @Test
    void taskThatAsksInALoopWakesItself() {
        JoinHandle<Void> task = Trouble.wakesItself(runtime);

        assertEquals(task.id(), await(Kind.SELF_WAKING).task());
    }

    @Test
    void taskWhoseWakerNobodyAskedForHasLostIt() {
        JoinHandle<Void> task = Trouble.losesItsWaker(runtime);

        assertEquals(task.id(), await(Kind.LOST_WAKER).task());
    }

    @Test
    void tasksThatWaitForEachOtherAreACircle() {
        Trouble.deadlock(runtime);

        Warning warning = await(Kind.DEADLOCK);

        assertTrue(warning.text().contains("Mutex"), warning::text);
        assertEquals(2, warning.stack().size());
    }

    @Test
    void lockOfAFutureThatIsNotPolledIsFound() {
        JoinHandle<Void> task = Trouble.holdsALockUnpolled(runtime);

        Warning warning = await(Kind.UNPOLLED_LOCK);

        assertEquals(task.id(), warning.task());
        assertTrue(warning.text().contains("the task itself waits for it"), warning::text);
    }

    @Test
    void handleThatWasNeverClosedIsALeak() throws Exception {
        LeakDetector.enable(leak -> {});
        runtime.blockOn(runtime.spawn(new Semaphore(1).acquire()));

        while (inspect().stream().noneMatch(warning -> warning.kind() == Kind.LEAKED_HANDLE)) {
            assertFalse(Thread.interrupted(), "no leak was found");
            Trouble.leak(runtime, 10); // a worker remembers what it polled last
            System.gc();
        }
        assertTrue(await(Kind.LEAKED_HANDLE).text().contains("Semaphore.Permit"));
    }

    @Test
    void tasksOfOneLineThatBecomeMoreForAMinuteAreALeak() {
        for (int second = 0; second < 70; second++) {
            Trouble.leak(runtime, 10);
            skipped.addAndGet(1_000_000_000L);
            inspect();
        }

        Warning warning = await(Kind.TASK_LEAK);
        assertTrue(warning.subject().contains("Trouble.java:"), warning::subject);
    }

    @Test
    void tasksThatBecomeMoreAndStopAreNoLeak() {
        for (int second = 0; second < 70; second++) {
            if (second < 50) {
                Trouble.leak(runtime, 10);
            }
            skipped.addAndGet(1_000_000_000L);
            assertEquals(List.of(), of(Kind.TASK_LEAK, inspect()));
        }
    }

    @Test
    void warningGoesWhenItsCauseDoes() {
        JoinHandle<Void> task = Trouble.losesItsWaker(runtime);
        await(Kind.LOST_WAKER);

        task.abort();

        while (!of(Kind.LOST_WAKER, inspect()).isEmpty()) {
            assertFalse(Thread.interrupted(), "the warning stays");
            Thread.onSpinWait();
        }
        assertFalse(inspector.found().stream().anyMatch(found -> found.warning().task() == task.id()));
    }

    @Test
    void healthyProgramDeservesNoWarning() throws Exception {
        LeakDetector.enable(leak -> {});
        JoinHandle<Void> healthy = Trouble.healthy(runtime);
        for (int look = 0; look < 70; look++) { // longer than every patience but that of the task leak
            Thread.sleep(100);

            assertEquals(List.of(), inspect());
        }
        System.gc();
        Thread.sleep(100);
        assertEquals(List.of(), inspect());
        healthy.abort();
    }

    /** Looks, a second of the watch's clock after the last time, until there is such a warning. */
    private Warning await(Kind kind) {
        while (true) {
            List<Warning> found = of(kind, inspect());
            if (!found.isEmpty()) {
                return found.get(0);
            }
            assertFalse(Thread.interrupted(), () -> "no " + kind + ", but " + inspector.found());
            skipped.addAndGet(1_000_000_000L);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private List<Warning> inspect() {
        watch.dumps().somebodyLooks();
        watch.look();
        watch.beat();
        inspector.inspect();
        return inspector.found().stream().map(Inspector.Found::warning).toList();
    }

    private static List<Warning> of(Kind kind, List<Warning> found) {
        List<Warning> some = new ArrayList<>(found);
        some.removeIf(warning -> warning.kind() != kind);
        return some;
    }
}
