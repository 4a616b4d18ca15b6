package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Poller;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.time.SleepFuture;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.VirtualClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Spare workers, which take the post of one that is stuck for long. */
class SpareWorkerTest extends MonitorTestCase {
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
        awaitTrue(scheduler.crew().first().attendance()::isOnBench);

        block("second");
        lookUntil(() -> !scheduler.crew().first().attendance().isOnBench());

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

    /** The second time that the worker goes to sleep, it has wholly done so once. */
    private void sleepAnew(Worker worker) {
        for (int i = 0; i < 2; i++) {
            long parks = worker.counters().get(Counters.Counter.PARKS);
            scheduler.autoAdvance().lookAgain();
            awaitTrue(() -> worker.counters().get(Counters.Counter.PARKS) > parks);
        }
    }
}
