package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** Workers that are stuck in a poll, looked at by hand: ten milliseconds to be noticed, a hundred to be relieved. */
abstract class MonitorTestCase {
    static final long LOOK = 5_000_000;

    final List<BlockedWorker> news = new CopyOnWriteArrayList<>();
    final List<Blocking> blocked = new ArrayList<>();
    Scheduler scheduler;
    long now = 1;
    private long pause = LOOK;

    final void start(int workers, int maxSpares) {
        start(workers, maxSpares, Clock.system());
    }

    final void start(int workers, int maxSpares, Clock clock) {
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
                        new Options.Tuning(0, 61, Options.workersPerDriver(clock), 1),
                        List.of(),
                        false,
                        false,
                        List.of(),
                        new MonitorOptions(Duration.ofMillis(10), Duration.ofMillis(100), maxSpares, news::add, false)),
                this);
    }

    @AfterEach
    final void close() throws Exception {
        blocked.forEach(Blocking::release);
        scheduler.closing().begin();
        assertEquals(List.of(), scheduler.closing().await(Duration.ofSeconds(10)));
    }

    // ---- helpers

    /** A poll that a test keeps from returning. */
    static final class Blocking {
        final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final Runnable first;
        JoinHandle<Integer> task;
        volatile Thread thread;

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

    final Blocking block(String name) throws InterruptedException {
        return block(name, () -> {});
    }

    final Blocking block(String name, Runnable first) throws InterruptedException {
        Blocking blocking = new Blocking(first);
        blocked.add(blocking);
        blocking.task = scheduler.spawn(blocking.future(), name);
        blocking.awaitBlocked();
        return blocking;
    }

    final void look(int times) {
        for (int i = 0; i < times; i++) {
            pause = scheduler.monitor().look(now += Math.min(pause, LOOK));
        }
    }

    final void lookUntil(BooleanSupplier condition) {
        awaitTrue(() -> {
            look(1);
            return condition.getAsBoolean();
        });
    }

    static void awaitTrue(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    static Future<Integer> counting(CountDownLatch latch) {
        return cx -> {
            latch.countDown();
            return Poll.ready(1);
        };
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
