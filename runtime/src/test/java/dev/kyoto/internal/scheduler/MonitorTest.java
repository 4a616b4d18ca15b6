package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Poll;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.BlockedWorker.Stage;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is told of workers that are stuck in a poll. */
class MonitorTest extends MonitorTestCase {
    @Test
    void pollBelowTheThresholdIsNotReported() throws Exception {
        start(1, 0);
        block("short");

        look(2); // the first look counts nothing yet

        assertEquals(List.of(), news);
    }

    @Test
    void pollBeyondTheThresholdIsReportedWithTaskLineStackAndLock() throws Exception {
        start(1, 0);
        JoinHandle<Integer> task = block("long").task;

        look(3);

        assertEquals(1, news.size());
        BlockedWorker seen = news.get(0);
        assertEquals(Stage.NOTICED, seen.stage());
        assertEquals(0, seen.worker());
        assertEquals("monitored-worker-0", seen.thread());
        assertEquals(task.id(), seen.taskId());
        assertEquals("long", seen.taskName());
        assertEquals(Duration.ofMillis(10), seen.duration());
        assertEquals(Thread.State.WAITING, seen.state());
        assertNotNull(seen.lock());
        assertTrue(seen.lock().contains("CountDownLatch"), seen.lock());
        assertTrue(seen.stack().stream().anyMatch(frame -> frame.getMethodName().equals("await")));
    }

    @Test
    void monitorOfAThreadThatIsBlockedSaysWhoHoldsTheLock() throws Exception {
        start(1, 0);
        Object lock = new Object();
        CountDownLatch entered = new CountDownLatch(1);
        JoinHandle<Integer> task;
        synchronized (lock) {
            task = scheduler.spawn(
                    cx -> {
                        entered.countDown();
                        synchronized (lock) {
                            return Poll.ready(1);
                        }
                    },
                    null);
            entered.await();
            awaitTrue(() -> scheduler.crew().first().thread().getState() == Thread.State.BLOCKED);

            look(3);
        }

        assertEquals(Thread.State.BLOCKED, news.get(0).state());
        assertTrue(
                news.get(0).lock().endsWith("held by " + Thread.currentThread().getName()),
                news.get(0).lock());
        assertEquals(1, scheduler.blockOn(task));
    }

    @Test
    void endOfABlockedPollIsReportedWithItsLength() throws Exception {
        start(1, 0);
        Blocking blocking = block("long");
        look(5);

        blocking.release();
        scheduler.blockOn(blocking.task);
        look(1);

        assertEquals(List.of(Stage.NOTICED, Stage.ENDED), stages());
        assertEquals(Duration.ofMillis(12), news.get(1).duration());
    }

    @Test
    void persistingPollIsReportedOnceMore() throws Exception {
        start(1, 0);
        block("long");

        look(100);

        assertEquals(List.of(Stage.NOTICED, Stage.PERSISTING), stages());
    }

    @Test
    void manyShortPollsAreNotReported() throws Exception {
        start(1, 0);
        for (int i = 0; i < 20; i++) {
            Blocking blocking = block("short");
            look(1);
            blocking.release();
            scheduler.blockOn(blocking.task);
        }

        assertEquals(List.of(), news);
    }

    @Test
    void pauseOfTheWholeProcessCountsForNobody() throws Exception {
        start(1, 0);
        Blocking blocking = block("short");
        look(2);

        now += Duration.ofMinutes(5).toNanos(); // a laptop's lid
        look(0);
        scheduler.monitor().look(now);
        blocking.release();
        scheduler.blockOn(blocking.task);
        awaitTrue(scheduler.crew().first()::isAtRest); // it has left that poll
        look(3);

        assertEquals(List.of(), news);
    }

    @Test
    void slowMachineWhoseLooksAreAllLateStillSeesIt() throws Exception {
        start(1, 0);
        block("long");

        for (int i = 0; i < 5; i++) {
            scheduler.monitor().look(now += 4 * LOOK);
        }

        assertEquals(List.of(Stage.NOTICED), stages());
    }

    @Test
    void threadThatGetsNoProcessorIsNotBlocked() throws Exception {
        start(1, 0);
        block("starved");
        Worker worker = scheduler.crew().first();
        PollWatch watch = new PollWatch();
        watch.isSamePoll(worker, 0, 0);
        watch.isSamePoll(worker, 5, LOOK);
        watch.isSamePoll(worker, 10, 100 * LOOK);
        List<StackTraceElement> inJava = List.of(new StackTraceElement("Some", "method", "Some.java", 1));
        List<StackTraceElement> inNative = List.of(new StackTraceElement("Some", "read0", "Some.java", -2));

        assertTrue(watch.isStarved(worker.thread(), new ThreadView(Thread.State.RUNNABLE, null, inJava)));
        assertFalse(watch.isStarved(worker.thread(), new ThreadView(Thread.State.RUNNABLE, null, inNative)));
        assertFalse(watch.isStarved(worker.thread(), new ThreadView(Thread.State.WAITING, null, inJava)));
    }

    @Test
    void monitorSleepsWhenAllWorkersDo() {
        start(2, 0);
        for (Worker worker : scheduler.crew().workers()) {
            awaitTrue(worker::isAsleep); // one whose thread has yet to begin is at rest too, but not for long
        }

        long pause = 0;
        for (int i = 0; i < 10; i++) {
            pause = scheduler.monitor().look(now += LOOK);
        }

        assertEquals(Monitor.NEVER, pause);
    }

    @Test
    void monitorStaysAwakeWhileAWorkerIsInAPoll() throws Exception {
        start(2, 0);
        block("long");

        for (int i = 0; i < 100; i++) {
            assertTrue(scheduler.monitor().look(now += LOOK) <= LOOK);
        }
    }

    @Test
    void runtimeWithoutThreadsReportsAndNoMore() throws Exception {
        start(0, 0);
        Blocking blocking = new Blocking();
        blocked.add(blocking);
        Thread driver = new Thread(() -> {
            try {
                scheduler.blockOn(blocking.future());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        driver.start();
        blocking.awaitBlocked();

        look(200);
        blocking.release();
        driver.join();

        assertEquals(List.of(Stage.NOTICED, Stage.PERSISTING), stages());
        assertEquals(driver.getName(), news.get(0).thread());
        assertEquals(1, scheduler.crew().workers().length);
    }

    private List<Stage> stages() {
        return news.stream().map(BlockedWorker::stage).toList();
    }
}
