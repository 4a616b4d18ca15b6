package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Poller;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.internal.driver.Driver;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.internal.driver.Parker;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task that does nothing but give way, or wake itself: it is cheap, and everything else gets its turn. */
class YieldingTest {
    private static final int DRIVER_INTERVAL = 10;

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger unparks = new AtomicInteger();
    private final CountDownLatch behind = new CountDownLatch(1);
    private final CountDownLatch spawned = new CountDownLatch(1);
    private volatile @Nullable Waker wokenByDriver;
    private Scheduler scheduler;

    private void start(int workers) {
        scheduler = new Scheduler(
                new Options(
                        "yielding",
                        workers,
                        false,
                        LookedAt::new,
                        Clock.system(),
                        (origin, failure) -> {
                            throw new AssertionError(origin, failure);
                        },
                        new Options.Blocking(1, Duration.ZERO),
                        new Options.Tuning(0, DRIVER_INTERVAL, 1, 1),
                        List.of(),
                        false,
                        false,
                        List.of(),
                        new MonitorOptions(Duration.ofHours(1), Duration.ofHours(1), 0, news -> {}, false)),
                this);
    }

    @AfterEach
    void close() throws Exception {
        behind.countDown();
        scheduler.closing().begin();
        assertEquals(List.of(), scheduler.closing().await(Duration.ofSeconds(10)));
    }

    @Test
    void yieldThatFindsNobodyElseIsNoReasonToLookAtTheDriver() throws Exception {
        start(0);

        scheduler.blockOn(Poller.yielding(20 * DRIVER_INTERVAL, 1));

        assertEquals(20, looks.get());
    }

    @Test
    void taskThatGaveWayAndWasWokenIsPolledOnceForBoth() throws Exception {
        start(0);
        AtomicInteger polls = new AtomicInteger();
        scheduler.spawn(
                cx -> {
                    if (polls.incrementAndGet() == 1) {
                        cx.defer();
                        cx.waker().wake();
                    }
                    return Poll.pending();
                },
                null);

        scheduler.blockOn(Poller.yielding(10, 1));

        assertEquals(2, polls.get());
    }

    @Test
    void yieldingTaskLetsTheDriverWakeAnother() throws Exception {
        start(0);
        CountDownLatch woken = new CountDownLatch(1);
        scheduler.spawn(
                cx -> {
                    if (wokenByDriver == null) {
                        wokenByDriver = cx.waker();
                        return Poll.pending();
                    }
                    woken.countDown();
                    return Poll.ready(1);
                },
                null);

        scheduler.blockOn(yieldingUntil(woken));
    }

    /** Their sockets would be unread, and be reported again. */
    @Test
    void driverIsNotAskedAgainBeforeMostOfThoseThatItWokeHaveRun() throws Exception {
        start(0);
        int count = 10 * DRIVER_INTERVAL;
        CountDownLatch ran = new CountDownLatch(count);
        List<Waker> wakers = new ArrayList<>();
        SortedSet<Integer> looksWhenRun = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            AtomicInteger polls = new AtomicInteger();
            scheduler.spawn(
                    cx -> {
                        if (polls.incrementAndGet() == 1) {
                            wakers.add(cx.waker());
                            return Poll.pending();
                        }
                        looksWhenRun.add(looks.get());
                        ran.countDown();
                        return Poll.ready(1);
                    },
                    null);
        }
        scheduler.blockOn(Poller.yielding(1, 1));
        wokenByDriver = () -> wakers.forEach(Waker::wake);

        scheduler.blockOn(yieldingUntil(ran));

        assertTrue(looksWhenRun.last() - looksWhenRun.first() <= 1, looksWhenRun::toString);
    }

    @Test
    void yieldingTaskLetsTimersFire() throws Exception {
        start(0);
        CountDownLatch slept = new CountDownLatch(1);
        scheduler.spawn(Poller.then(SleepFuture.of(Duration.ofMillis(2)), counting(slept)), null);

        scheduler.blockOn(yieldingUntil(slept));
    }

    @Test
    void yieldingTaskLetsTasksFromOtherThreadsRun() throws Exception {
        start(0);
        CountDownLatch ran = new CountDownLatch(1);
        Future<Integer> spawnedElsewhere = cx -> {
            Thread other = new Thread(() -> scheduler.spawn(counting(ran), null));
            other.start();
            other.join();
            return Poll.ready(1);
        };

        scheduler.blockOn(Poller.then(spawnedElsewhere, yieldingUntil(ran)));
    }

    @Test
    void yieldingTaskLetsItsWorkerTakeWhatWaitsBehindALongPoll() throws Exception {
        start(2);
        CountDownLatch longPoll = new CountDownLatch(1);
        CountDownLatch yielding = new CountDownLatch(1);
        JoinHandle<Integer> yieldingTask = scheduler.spawn(
                Poller.then(
                        cx -> {
                            yielding.countDown();
                            longPoll.await(); // so the two are on different workers, and nobody sleeps
                            return Poll.ready(1);
                        },
                        yieldingUntil(behind)),
                null);
        yielding.await();
        scheduler.spawn(
                cx -> {
                    longPoll.countDown();
                    scheduler.spawn(counting(behind), null); // goes to the slot
                    scheduler.spawn(Poller.yielding(0, 1), null); // displaces it to the ring
                    behind.await();
                    return Poll.ready(1);
                },
                null);

        assertEquals(1, scheduler.blockOn(yieldingTask));
    }

    @Test
    void taskThatComesNextWakesNoOtherWorker() throws Exception {
        start(2);
        Future<Integer> wakingItself = new Future<>() {
            private int polls;
            private int unparksBefore;

            @Override
            public Poll<Integer> poll(Context cx) throws Exception {
                if (polls++ == 0) {
                    awaitOthersAsleep();
                    unparksBefore = unparks.get();
                }
                if (polls == 1000) {
                    return Poll.ready(unparks.get() - unparksBefore);
                }
                cx.waker().wake();
                return Poll.pending();
            }
        };

        assertEquals(0, spawnAndJoin(wakingItself));
    }

    @Test
    void taskBehindTheOneThatComesNextWakesAnotherWorker() throws Exception {
        start(2);
        Future<Integer> wakingTwo = cx -> {
            awaitOthersAsleep();
            int unparksBefore = unparks.get();
            scheduler.spawn(Poller.yielding(0, 1), null); // goes to the slot
            scheduler.spawn(Poller.yielding(0, 1), null);
            return Poll.ready(unparks.get() - unparksBefore);
        };

        assertEquals(1, spawnAndJoin(wakingTwo));
    }

    /** A thread that spawns wakes a worker for it, perhaps only when another worker polls the task already. */
    private int spawnAndJoin(Future<Integer> future) throws Exception {
        JoinHandle<Integer> task = scheduler.spawn(future, null);
        spawned.countDown();
        return Futures.blockOn(task);
    }

    /** In a poll: until its worker is the only one awake, and nobody is about to wake another. */
    private void awaitOthersAsleep() throws InterruptedException {
        spawned.await();
        while (!scheduler.crew().workers()[0].isAsleep()
                && !scheduler.crew().workers()[1].isAsleep()) {
            Thread.onSpinWait();
        }
    }

    private static Future<Integer> yieldingUntil(CountDownLatch over) {
        return cx -> {
            if (over.getCount() == 0) {
                return Poll.ready(1);
            }
            cx.defer();
            return Poll.pending();
        };
    }

    private static Future<Integer> counting(CountDownLatch latch) {
        return cx -> {
            latch.countDown();
            return Poll.ready(1);
        };
    }

    /** Counts the looks, and at each wakes whoever is to be woken. */
    private final class LookedAt implements Driver {
        private final Driver driver = new NioDriver();

        @Override
        public boolean poll() {
            looks.incrementAndGet();
            Waker waker = wokenByDriver;
            if (waker != null) {
                waker.wake();
            }
            return driver.poll();
        }

        @Override
        public Parker newParker() {
            Parker parker = driver.newParker();
            return new Parker() {
                @Override
                public void park(long timeoutNanos) {
                    parker.park(timeoutNanos);
                }

                @Override
                public void unpark() {
                    unparks.incrementAndGet();
                    parker.unpark();
                }
            };
        }

        @Override
        public void handOver() {
            driver.handOver();
        }

        @Override
        public void close() {
            driver.close();
        }
    }
}
