package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Poller;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.BlockedWorker.Stage;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.Clock;
import dev.kyoto.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that are stuck in a poll, looked at by hand: ten milliseconds to be noticed, a hundred to be relieved. */
@Timeout(60)
class MonitorTest {
    private static final long LOOK = 5_000_000;

    private final List<BlockedWorker> news = new CopyOnWriteArrayList<>();
    private final List<Blocking> blocked = new ArrayList<>();
    private Scheduler scheduler;
    private long now = 1;
    private long pause = LOOK;

    private void start(int workers, int maxSpares) {
        start(workers, maxSpares, Clock.system());
    }

    private void start(int workers, int maxSpares, Clock clock) {
        scheduler = new Scheduler(
                new Options(
                        "monitored",
                        workers,
                        false,
                        NioDriver::new,
                        clock,
                        (origin, failure) -> {
                            throw new AssertionError(origin, failure);
                        },
                        new Options.Blocking(1, Duration.ZERO),
                        new Options.Tuning(0, 61, 1),
                        List.of(),
                        false,
                        false,
                        List.of(),
                        new MonitorOptions(Duration.ofMillis(10), Duration.ofMillis(100), maxSpares, news::add, false)),
                this);
    }

    @AfterEach
    void close() throws Exception {
        blocked.forEach(Blocking::release);
        scheduler.closing().begin();
        assertEquals(List.of(), scheduler.closing().await(Duration.ofSeconds(10)));
    }

    // ---- what is reported

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
        awaitTrue(scheduler.monitor()::isQuiet);

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

    // ---- what goes on meanwhile

    @Test
    void taskInTheSlotOfAStuckWorkerIsRunByAnother() throws Exception {
        start(2, 0);
        CountDownLatch ran = new CountDownLatch(1);
        block("stuck", () -> scheduler.spawn(counting(ran), null));

        look(3);

        ran.await();
    }

    @Test
    void taskThatAStuckWorkerWakesDoesNotWaitForIt() throws Exception {
        start(2, 0);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        Blocking blocking = block("stuck", () -> {
            awaitLatch(goOn);
            scheduler.spawn(counting(ran), null); // no slot for it any more
        });
        look(3);
        awaitTrue(() -> workerOtherThan(blocking).isAtRest()); // it will not come by

        goOn.countDown();
        ran.await();

        assertFalse(blocking.task.isFinished());
    }

    @Test
    void deferredTaskOfAStuckWorkerIsWoken() throws Exception {
        start(1, 0);
        CountDownLatch woken = new CountDownLatch(1);
        Future<Integer> stuck = cx -> {
            cx.withWaker(woken::countDown).defer();
            awaitLatch(woken);
            return Poll.ready(1);
        };
        JoinHandle<Integer> task = scheduler.spawn(stuck, null);

        lookUntil(task::isFinished);
    }

    @Test
    void taskThatGaveWayToAStuckOneIsRunByAnotherWorker() throws Exception {
        start(2, 0);
        CountDownLatch resumed = new CountDownLatch(1);
        Future<Integer> blockingTheWorker = cx -> {
            awaitLatch(resumed);
            return Poll.ready(1);
        };
        JoinHandle<JoinHandle<Integer>> gaveWay = scheduler.spawn(
                new Future<>() {
                    private @Nullable JoinHandle<Integer> stuck;

                    @Override
                    public Poll<JoinHandle<Integer>> poll(Context cx) {
                        if (stuck == null) {
                            stuck = scheduler.spawn(blockingTheWorker, null); // to the slot: it comes next
                            cx.defer();
                            return Poll.pending();
                        }
                        resumed.countDown();
                        return Poll.ready(stuck);
                    }
                },
                null);

        lookUntil(gaveWay::isFinished);
    }

    @Test
    void timersOfAStuckWorkerFire() throws Exception {
        start(1, 0);
        CountDownLatch woken = new CountDownLatch(1);
        Future<Integer> stuck = cx -> {
            SleepFuture.of(Duration.ofMillis(1)).poll(cx.withWaker(woken::countDown));
            awaitLatch(woken);
            return Poll.ready(1);
        };
        JoinHandle<Integer> task = scheduler.spawn(stuck, null);

        lookUntil(task::isFinished);
    }

    @Test
    void blockedTaskDoesNotKeepTheTaskThatWouldFreeIt() throws Exception {
        start(2, 0);
        CountDownLatch freed = new CountDownLatch(1);
        JoinHandle<Integer> task = scheduler.spawn(
                cx -> {
                    scheduler.spawn(Poller.then(SleepFuture.of(Duration.ofMillis(1)), counting(freed)), null);
                    awaitLatch(freed);
                    return Poll.ready(1);
                },
                null);

        lookUntil(task::isFinished);
    }

    // ---- spare workers

    @Test
    void spareTakesThePostWhenAllWorkersAreBlocked() throws Exception {
        start(2, 2);
        block("first");
        block("second");

        look(100);

        assertEquals(5, scheduler.blockOn(Poller.then(SleepFuture.of(Duration.ofMillis(1)), Poller.yielding(3, 5))));
        assertEquals(4, scheduler.crew().workers().length);
    }

    @Test
    void sparesAreBounded() throws Exception {
        start(1, 2);
        block("first");
        look(100);
        block("second");
        look(100);
        block("third");
        JoinHandle<Integer> waiting = scheduler.spawn(Poller.yielding(0, 1), "waiting");
        look(200);

        assertEquals(3, scheduler.crew().workers().length);
        assertFalse(waiting.isFinished());

        blocked.get(2).release();
        assertEquals(1, scheduler.blockOn(waiting));
    }

    @Test
    void relievedWorkerIsTheNextSpare() throws Exception {
        start(1, 1);
        Blocking first = block("first");
        look(100);
        first.release();
        scheduler.blockOn(first.task);
        awaitTrue(scheduler.crew().workers()[0]::isAtRest);

        block("second");
        look(100);

        assertEquals(7, scheduler.blockOn(Poller.yielding(3, 7)));
        assertEquals(2, scheduler.crew().workers().length);
    }

    @Test
    void relievedWorkerHandsOnWhatItHas() throws Exception {
        start(1, 1);
        CountDownLatch ran = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Future<Integer> recording = cx -> {
            threads.add(Thread.currentThread());
            ran.countDown();
            return Poll.ready(1);
        };
        Blocking spareIsBusy = new Blocking();
        Blocking first = block("first");
        look(100);
        blocked.add(spareIsBusy);
        spareIsBusy.task = scheduler.spawn(spareIsBusy.future(), "busy");
        spareIsBusy.awaitBlocked();
        for (int i = 0; i < 3; i++) {
            scheduler.spawn(recording, null);
        }

        first.release();
        look(100); // the first worker is on the bench by now, or soon, and relieves the spare
        lookUntil(() -> ran.getCount() == 0);

        assertEquals(Set.of(scheduler.crew().workers()[0].thread()), threads);
    }

    @Test
    void virtualTimeStandsStillWhileATaskIsInAPollOfARelievedWorker() throws Exception {
        VirtualClock clock = new VirtualClock();
        start(1, 1, clock);
        Blocking blocking = block("long");
        look(100);
        JoinHandle<?> sleeping = scheduler.spawn(SleepFuture.of(Duration.ofHours(1)), "sleeping");
        AtomicBoolean ended = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            try {
                scheduler.blockOn(sleeping);
                ended.set(true);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        waiting.start();
        awaitTrue(() -> scheduler.crew().workers()[1].timers().nextDeadline() != Long.MAX_VALUE);
        awaitTrue(() -> waiting.getState() == Thread.State.WAITING);
        sleepAnew(scheduler.crew().workers()[1]);

        assertEquals(0, clock.nanos());
        blocking.release();
        waiting.join();

        assertTrue(ended.get());
        assertEquals(Duration.ofHours(1).toNanos(), clock.nanos());
    }

    @Test
    void shutdownEndsSparesAndThoseOnTheBench() throws Exception {
        start(2, 2);
        Blocking first = block("first");
        block("second");
        look(100);
        first.release();
        scheduler.blockOn(first.task);

        close();

        for (Worker worker : scheduler.crew().workers()) {
            assertFalse(worker.thread().isAlive());
        }
    }

    // ---- blocking on purpose

    @Test
    void handOverLetsAnotherThreadRunWhatFreesTheBlockedOne() throws Exception {
        start(1, 1);
        CountDownLatch freed = new CountDownLatch(1);

        int result = scheduler.blockOn(cx -> {
            scheduler.spawn(Poller.then(Poller.yielding(3, 0), counting(freed)), null); // in the slot of this worker
            try (HandOver handOver = HandOver.begin()) {
                assertTrue(handOver.isHandedOver());
                assertFalse(HandOver.begin().isHandedOver()); // once is enough
                awaitLatch(freed);
            }
            return Poll.ready(3);
        });

        assertEquals(3, result);
        assertEquals(4, scheduler.blockOn(Poller.yielding(3, 4)));
    }

    @Test
    @SuppressWarnings("try") // the resource is not named again
    void handOverIsNotReported() throws Exception {
        start(1, 1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        JoinHandle<Integer> task = scheduler.spawn(
                cx -> {
                    try (HandOver handOver = HandOver.begin()) {
                        inside.countDown();
                        awaitLatch(release);
                    }
                    return Poll.ready(1);
                },
                null);
        inside.await();

        look(200);
        release.countDown();
        scheduler.blockOn(task);

        assertEquals(List.of(), news);
    }

    @Test
    @SuppressWarnings("try") // the resource is not named again
    void shortHandOversGoOnForEverWithTwoThreads() throws Exception {
        start(1, 1);
        int rounds = 2000;
        int done = scheduler.blockOn(new Future<Integer>() {
            private int left = rounds;

            @Override
            public Poll<Integer> poll(dev.kyoto.futures.Context cx) {
                if (left-- == 0) {
                    return Poll.ready(rounds);
                }
                try (HandOver handOver = HandOver.begin()) {
                    cx.defer();
                }
                return Poll.pending();
            }
        });

        assertEquals(rounds, done);
        assertEquals(2, scheduler.crew().workers().length);
    }

    @Test
    void handOverWithoutSparesJustBlocks() throws Exception {
        start(1, 0);

        assertEquals(false, scheduler.blockOn(cx -> {
            try (HandOver handOver = HandOver.begin()) {
                return Poll.ready(handOver.isHandedOver());
            }
        }));
    }

    // ---- helpers

    /** A poll that a test keeps from returning. */
    private static final class Blocking {
        final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final Runnable first;
        JoinHandle<Integer> task;
        private volatile Thread thread;

        Blocking() {
            this(() -> {});
        }

        Blocking(Runnable first) {
            this.first = first;
        }

        Future<Integer> future() {
            return cx -> {
                thread = Thread.currentThread();
                entered.countDown();
                first.run();
                awaitLatch(released);
                return Poll.ready(1);
            };
        }

        void awaitBlocked() throws InterruptedException {
            entered.await();
            awaitTrue(() -> thread.getState() == Thread.State.WAITING);
        }

        void release() {
            released.countDown();
        }
    }

    private Blocking block(String name) throws InterruptedException {
        return block(name, () -> {});
    }

    private Blocking block(String name, Runnable first) throws InterruptedException {
        Blocking blocking = new Blocking(first);
        blocked.add(blocking);
        blocking.task = scheduler.spawn(blocking.future(), name);
        blocking.awaitBlocked();
        return blocking;
    }

    /** The second time that the worker goes to sleep, it has wholly done so once. */
    private void sleepAnew(Worker worker) {
        for (int i = 0; i < 2; i++) {
            long parks = worker.counters().get(Counters.Counter.PARKS);
            scheduler.autoAdvance().lookAgain();
            awaitTrue(() -> worker.counters().get(Counters.Counter.PARKS) > parks);
        }
    }

    private Worker workerOtherThan(Blocking blocking) {
        Worker first = scheduler.crew().first();
        return first.thread() == blocking.thread ? scheduler.crew().workers()[1] : first;
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            pause = scheduler.monitor().look(now += Math.min(pause, LOOK));
        }
    }

    private void lookUntil(BooleanSupplier condition) {
        awaitTrue(() -> {
            look(1);
            return condition.getAsBoolean();
        });
    }

    private static void awaitTrue(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private List<Stage> stages() {
        return news.stream().map(BlockedWorker::stage).toList();
    }

    private static Future<Integer> counting(CountDownLatch latch) {
        return cx -> {
            latch.countDown();
            return Poll.ready(1);
        };
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
