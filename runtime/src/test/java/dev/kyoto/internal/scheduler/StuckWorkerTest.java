package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kyoto.Poller;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a worker has left that is stuck in a poll is done by others. */
class StuckWorkerTest extends MonitorTestCase {
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
        awaitTrue(() -> workerOtherThan(blocking).isAsleep()); // it will not come by

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

    private Worker workerOtherThan(Blocking blocking) {
        Worker first = scheduler.crew().first();
        return first.thread() == blocking.thread ? scheduler.crew().workers()[1] : first;
    }
}
