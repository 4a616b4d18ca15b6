package dev.kyoto;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeMetrics.WorkerMetrics;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.JoinHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Each number that a runtime counts, and what makes it grow. */
class MetricsTest {
    @Test
    void pollsSpawnsAndInjectionsAreCounted() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            runtime.blockOn(async(() -> {
                for (int i = 0; i < 5; i++) {
                    spawn(Poller.yielding(0, 1)).await();
                }
            }));

            RuntimeMetrics metrics = runtime.metrics();
            WorkerMetrics worker = metrics.workers().get(0);
            assertEquals(5, worker.spawns());
            assertEquals(1, worker.injected());
            assertEquals(1, metrics.injections());
            assertEquals(1 + 5 + 5, metrics.polls()); // the first poll, each task, and the wake by each
            assertTrue(worker.slotPolls() > 0 && worker.slotPolls() < worker.polls());
            assertEquals(0, metrics.liveTasks());
        }
    }

    @Test
    void queuesAreSeenWhileTheyAreFull() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            runtime.spawn(Poller.yielding(0, 1));
            runtime.spawn(Poller.yielding(0, 1));
            assertEquals(2, runtime.metrics().injectionQueueDepth());
            assertEquals(2, runtime.metrics().liveTasks());

            int depth = runtime.blockOn(async(() -> {
                for (int i = 0; i < 10; i++) {
                    spawn(Poller.yielding(0, 1));
                }
                return runtime.metrics().workers().get(0).queueDepth();
            }));

            assertTrue(depth >= 9, "one is in the slot, but there were " + depth); // and those from before
            assertEquals(0, runtime.metrics().injectionQueueDepth());
        }
    }

    @Test
    void overflowIsCounted() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            runtime.blockOn(async(() -> {
                for (int i = 0; i < 300; i++) {
                    spawn(Poller.yielding(0, 1));
                }
            }));

            assertEquals(1, runtime.metrics().workers().get(0).overflows());
        }
    }

    @Test
    void forcedYieldsAreCountedAndVoluntaryOnesAreNot() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            runtime.blockOn(async(() -> {
                for (int i = 0; i < 5; i++) {
                    yieldNow().await();
                }
            }));
            assertEquals(0, runtime.metrics().workers().get(0).budgetYields());

            runtime.blockOn(async(() -> {
                for (int i = 0; i < 300; i++) {
                    consumeBudget().await();
                }
            }));
            assertEquals(2, runtime.metrics().workers().get(0).budgetYields());

            runtime.blockOn(unconstrained(async(() -> {
                for (int i = 0; i < 300; i++) {
                    consumeBudget().await();
                }
            })));
            assertEquals(2, runtime.metrics().workers().get(0).budgetYields());
        }
    }

    @Test
    void stealsAreCounted() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            CountDownLatch stolen = new CountDownLatch(3);
            Future<Integer> stuck = cx -> {
                for (int i = 0; i < 4; i++) {
                    runtime.spawn(pollFn(any -> {
                        stolen.countDown();
                        return Poll.ready(1);
                    }));
                }
                stolen.await(); // nobody but the other worker runs them
                return Poll.ready(1);
            };
            runtime.blockOn(stuck);

            assertTrue(runtime.metrics().workers().stream()
                            .mapToLong(WorkerMetrics::steals)
                            .sum()
                    > 0);
        }
    }

    @Test
    void parksAndBusyTimeAreCounted() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            WorkerMetrics worker;
            do { // a sleep is over before it began to wait, if the system takes the processor away meanwhile
                runtime.blockOn(sleep(Duration.ofMillis(3)));
                worker = runtime.metrics().workers().get(0);
            } while (worker.parks() == 0);
            assertTrue(worker.busy().toNanos() > 0);
            assertTrue(worker.idleWakes() < worker.parks());
        }
    }

    @Test
    void blockingPoolIsCounted() throws Exception {
        try (Runtime runtime =
                Runtime.builder().workers(1).maxBlockingThreads(1).build()) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            JoinHandle<Integer> running = runtime.spawnBlocking(() -> {
                started.countDown();
                release.await();
                return 1;
            });
            JoinHandle<Integer> queued = runtime.spawnBlocking(() -> 2);
            started.await();

            RuntimeMetrics busy = runtime.metrics();
            assertEquals(1, busy.blockingThreads());
            assertEquals(1, busy.blockingActive());
            assertEquals(1, busy.blockingQueued());
            assertEquals(0, busy.blockingIdle());
            assertEquals(0, busy.blockingFinished());

            release.countDown();
            runtime.blockOn(running);
            runtime.blockOn(queued);
            runtime.blockOn(TaskTest.untilTrue(() -> runtime.metrics().blockingIdle() == 1));
            assertEquals(2, runtime.metrics().blockingFinished());
        }
    }

    @Test
    void driverIsCounted() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            int channels = runtime.blockOn(async(() -> {
                try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                    var accepting = spawn(listener.accept());
                    try (var client = TcpStream.connect(listener.localAddress()).await();
                            var server = accepting.await()) {
                        var reading = spawn(server.read(ByteBuffer.allocate(1)));
                        yieldNow().await();
                        client.writeAll(ByteBuffer.wrap(new byte[1])).await();
                        reading.await();
                        return runtime.metrics().drivers().get(0).channels();
                    }
                }
            }));

            assertTrue(channels >= 2, "only " + channels);
            assertTrue(runtime.metrics().drivers().get(0).readyEvents() > 0);
        }
    }

    @Test
    void wakeupOfASleepingWorkerIsCounted() throws Exception {
        try (Runtime runtime = Runtime.builder().workers(1).build()) {
            while (runtime.metrics().drivers().get(0).wakeups() == 0) {
                runtime.blockOn(Poller.yielding(0, 1)); // sooner or later it sleeps in between
            }
        }
    }

    @Test
    void pollTimesAreTakenOnlyWhenAskedFor() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            assertNull(runtime.metrics().pollTimes());
        }
        try (Runtime runtime = Runtime.builder().workers(2).pollTimes().build()) {
            runtime.blockOn(Poller.yielding(9, 1));
            runtime.blockOn(async(() -> {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < 3_000_000) {
                    Thread.onSpinWait();
                }
            }));

            runtime.close();
            PollTimeHistogram times = runtime.metrics().pollTimes();
            assertNotNull(times);
            assertEquals(11, times.count());
            assertTrue(times.max().toNanos() > 3_000_000, times::toString);
            assertTrue(times.percentile(100).equals(times.max()));
            assertTrue(times.percentile(10).compareTo(times.max()) < 0);
            assertThrows(IllegalArgumentException.class, () -> times.percentile(101));
        }
    }

    @Test
    void metricsCanBeReadAfterTheEnd() throws Exception {
        Runtime runtime = Runtime.builder().workers(1).build();
        runtime.blockOn(Poller.yielding(0, 1));
        runtime.close();

        assertEquals(1, runtime.metrics().polls());
        assertEquals(0, runtime.metrics().drivers().get(0).channels());
    }
}
