package dev.kyoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.JoinHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who runs what, and where. */
class SchedulingTest {
    @Test
    void workersRunTasksInParallel() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(4).build()) {
            CyclicBarrier allFour = new CyclicBarrier(4);
            Future<Integer> spawner = cx -> {
                for (int i = 0; i < 3; i++) {
                    runtime.spawn(meeting(allFour));
                }
                runtime.spawn(Poller.yielding(0, 1)); // keeps the slot, for which nobody is woken
                return meeting(allFour).poll(cx); // blocks its worker until each of the others has a task
            };

            runtime.blockOn(spawner);
        }
    }

    @Test
    void taskInTheSlotOfAStuckWorkerIsStolen() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            CountDownLatch ran = new CountDownLatch(1);
            Future<Integer> stuck = cx -> {
                runtime.spawn(running(new CountDownLatch(1))); // goes to the slot
                runtime.spawn(running(ran)); // displaces it to the ring, which wakes the other worker
                ran.await();
                return Poll.ready(1);
            };

            runtime.blockOn(stuck);
        }
    }

    @Test
    void taskInTheSlotRunsThoughThePollBeforeItEndedInADefect() throws Exception {
        Failures failures = new Failures();
        try (Runtime runtime =
                Runtime.builder().workers(1).uncaughtHandler(failures).build()) {
            CountDownLatch joined = new CountDownLatch(1);
            CountDownLatch ran = new CountDownLatch(1);
            JoinHandle<Integer> handle = runtime.spawn(cx -> {
                joined.await();
                runtime.spawn(running(ran)); // goes to the slot
                return Poll.ready(1);
            });
            handle.poll(Context.of(() -> {
                throw new IllegalStateException("a waker that throws");
            }));

            joined.countDown();

            ran.await();
            assertEquals(1, failures.seen().size(), failures.seen()::toString);
        }
    }

    @Test
    void injectedTaskGetsItsTurnThoughTheRingIsNeverEmpty() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            CountDownLatch ran = new CountDownLatch(1);
            Future<Integer> busy = cx -> {
                cx.waker().wake(); // always at the back of the ring
                if (ran.getCount() == 0) {
                    return Poll.ready(1);
                }
                Thread injector = new Thread(() -> runtime.spawn(running(ran)));
                injector.start();
                injector.join();
                return Poll.pending();
            };

            runtime.blockOn(busy);
        }
    }

    @Test
    void tasksThatWakeEachOtherThroughTheSlotDoNotStarveTheRing() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            AtomicInteger third = new AtomicInteger();
            List<JoinHandle<?>> pair = new ArrayList<>();
            Signal<Integer> stop = new Signal<>();
            dev.kyoto.futures.Waker[] wakers = new dev.kyoto.futures.Waker[2];
            for (int i = 0; i < 2; i++) {
                int me = i;
                pair.add(runtime.spawn(cx -> {
                    wakers[me] = cx.waker();
                    if (third.get() == 1) {
                        return Poll.ready(1);
                    }
                    if (wakers[1 - me] != null) {
                        wakers[1 - me].wake();
                    }
                    return Poll.pending();
                }));
            }

            runtime.blockOn(Poller.then(Poller.yielding(50, 1), cx -> {
                third.set(1);
                stop.send(1);
                for (dev.kyoto.futures.Waker waker : wakers) {
                    waker.wake();
                }
                return Poll.ready(1);
            }));
            for (JoinHandle<?> task : pair) {
                runtime.blockOn(task);
            }
        }
    }

    @Test
    void wakesFromManyThreadsAreNeverLost() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            for (int round = 0; round < 20_000; round++) {
                Signal<Integer> signal = new Signal<>();
                JoinHandle<Integer> waiting = runtime.spawn(signal);
                runtime.spawn(TaskTest.sending(signal, round));

                assertEquals(round, runtime.blockOn(waiting));
            }
        }
    }

    @Test
    void callersOfAThreadlessRuntimeTakeTurnsToDriveIt() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            int callers = 4;
            CyclicBarrier start = new CyclicBarrier(callers);
            AtomicInteger sum = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Thread caller = new Thread(() -> {
                    try {
                        start.await();
                        for (int round = 0; round < 1000; round++) {
                            sum.addAndGet(runtime.blockOn(Poller.yielding(round % 4, 1)));
                        }
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
                caller.start();
                threads.add(caller);
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertEquals(callers * 1000, sum.get());
        }
    }

    @Test
    void countersCount() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(1).build()) {
            runtime.blockOn(Poller.yielding(9, 1));

            RuntimeMetrics metrics = runtime.metrics();
            assertEquals(10, metrics.polls());
            assertEquals(1, metrics.workers().size());
            assertTrue(metrics.workers().get(0).parks() > 0
                    || metrics.workers().get(0).injected() > 0);
        }
    }

    @Test
    void sleepOnTheSystemsClockEnds() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            long begin = System.nanoTime();

            runtime.blockOn(Kyoto.sleep(Duration.ofMillis(20)));

            assertTrue(System.nanoTime() - begin >= Duration.ofMillis(20).toNanos());
        }
    }

    private static Future<Integer> meeting(CyclicBarrier barrier) {
        return cx -> {
            barrier.await();
            return Poll.ready(1);
        };
    }

    private static Future<Integer> running(CountDownLatch ran) {
        return cx -> {
            ran.countDown();
            return Poll.ready(1);
        };
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void socketsAreServedBetweenTasksThatNeverRest(Flavor flavor) throws Exception {
        try (Runtime runtime = flavor.builder().build()) {
            for (int i = 0; i < 100; i++) {
                runtime.spawn(cx -> {
                    cx.waker().wake();
                    return Poll.<Integer>pending();
                });
            }

            assertEquals(7, runtime.blockOn(echo()));
        }
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void socketsAreServedBesideATaskThatOnlyGivesWay(Flavor flavor) throws Exception {
        try (Runtime runtime = flavor.builder().build()) {
            JoinHandle<Integer> echo = runtime.spawn(echo());

            runtime.blockOn(TaskTest.untilFinished(echo));

            assertEquals(7, runtime.blockOn(echo));
        }
    }

    /** Connects to itself and sends a byte, which it yields. */
    private static Future<Integer> echo() {
        return Kyoto.async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                var accepted = Kyoto.spawn(listener.accept());
                try (var client = TcpStream.connect(listener.localAddress()).await();
                        var server = accepted.await()) {
                    client.writeAll(ByteBuffer.wrap(new byte[] {7})).await();
                    var read = ByteBuffer.allocate(1);
                    server.read(read).await();
                    return (int) read.get(0);
                }
            }
        });
    }
}
