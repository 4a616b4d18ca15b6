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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each warning, provoked by a program that deserves it, and absent from one that does not. */
class WarningsTest {
    private static final long SECOND = 1_000_000_000L;

    /** The watch's, which moves from look to look only. */
    private final AtomicLong clock = new AtomicLong();

    private Runtime runtime;
    private RuntimeWatch watch;
    private Inspector inspector;

    @BeforeEach
    void start() {
        start(Duration.ofMillis(5));
    }

    private void start(Duration blockedAfter) {
        runtime = Runtime.builder()
                .workers(2)
                .blockedAfter(blockedAfter)
                .onBlockedWorker(news -> {})
                .build();
        watch = new RuntimeWatch(runtime, clock::get);
        inspector = new Inspector(watch);
    }

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

        assertTrue(awaitLeak().text().contains("Semaphore.Permit"));
    }

    private Warning awaitLeak() {
        while (of(Kind.LEAKED_HANDLE, inspect(SECOND)).isEmpty()) {
            assertFalse(Thread.interrupted(), "no leak was found");
            Trouble.leak(runtime, 10); // a worker remembers what it polled last
            System.gc();
        }
        return of(Kind.LEAKED_HANDLE, inspect(SECOND)).get(0);
    }

    @Test
    void tasksOfOneLineThatBecomeMoreForAMinuteAreALeak() {
        for (int second = 0; second < 70; second++) {
            Trouble.leak(runtime, 10);
            inspect(SECOND);
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
            assertEquals(List.of(), of(Kind.TASK_LEAK, inspect(SECOND)));
        }
    }

    @Test
    void warningGoesWhenItsCauseDoes() {
        JoinHandle<Void> task = Trouble.losesItsWaker(runtime);
        await(Kind.LOST_WAKER);

        task.abort();

        while (!of(Kind.LOST_WAKER, inspect(SECOND)).isEmpty()) {
            assertFalse(Thread.interrupted(), "the warning stays");
            Thread.onSpinWait();
        }
        assertFalse(inspector.found().stream().anyMatch(found -> found.warning().task() == task.id()));
    }

    /** A minute and a half of the watch's time: longer than every patience. */
    @Test
    void healthyProgramDeservesNoWarning() throws Exception {
        close();
        start(Duration.ofHours(1)); // a machine that has other things to do holds up the best of polls
        LeakDetector.enable(leak -> {});
        AtomicLong rounds = new AtomicLong();
        JoinHandle<Void> healthy = Trouble.healthy(runtime, rounds::incrementAndGet);
        for (int look = 0; look < 300; look++) {
            long before = rounds.get();
            while (rounds.get() < before + 2) { // whatever was seen the last time has ended
                assertFalse(Thread.interrupted(), "the program does not go on");
                Thread.onSpinWait();
            }

            assertEquals(List.of(), inspect(SECOND * 3 / 10));
        }
        healthy.abort();
        runtime.blockOn(
                runtime.spawn(new Semaphore(1).acquire())); // the one leak, so that it is known when they are found
        assertTrue(awaitLeak().text().contains("Semaphore.Permit"));
        assertEquals(1, of(Kind.LEAKED_HANDLE, inspect(SECOND)).size());
    }

    /** Looks once a second of the watch's clock, until there is such a warning. */
    private Warning await(Kind kind) {
        while (true) {
            List<Warning> found = of(kind, inspect(SECOND));
            if (!found.isEmpty()) {
                return found.get(0);
            }
            assertFalse(Thread.interrupted(), () -> "no " + kind + ", but " + inspector.found());
            LockSupport.parkNanos(20_000_000); // the program has to get on meanwhile
        }
    }

    /** Looks, so many nanoseconds after the last time. */
    private List<Warning> inspect(long nanos) {
        clock.addAndGet(nanos);
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
