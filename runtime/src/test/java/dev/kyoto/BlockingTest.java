package dev.kyoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Poll;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Code that blocks, and the pool it runs on. */
@ParameterizedClass
@EnumSource(Flavor.class)
class BlockingTest {
    private static final int MOST_THREADS = 3;

    @Parameter
    Flavor flavor;

    private final Failures failures = new Failures();
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder()
                .uncaughtHandler(failures)
                .maxBlockingThreads(MOST_THREADS)
                .build();
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(Duration.ofSeconds(10)));
    }

    @Test
    void taskAwaitsBlockingCode() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        JoinHandle<String> job = runtime.spawnBlocking(() -> {
            release.await();
            return "read";
        });
        runtime.spawn(cx -> {
            release.countDown(); // the runtime goes on while the job blocks
            return Poll.ready(1);
        });

        assertEquals("read", runtime.blockOn(job));
    }

    @Test
    void failureOfBlockingCodeIsItsOwn() {
        IOException failure = new IOException("disk");
        JoinHandle<String> job = runtime.spawnBlocking(() -> {
            throw failure;
        });

        assertSame(failure, assertThrows(IOException.class, () -> runtime.blockOn(job)));
    }

    @Test
    void abortInterruptsWhatRuns() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        JoinHandle<String> job = runtime.spawnBlocking(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            return "never";
        });
        started.await();

        job.abort();

        assertThrows(CancellationException.class, () -> runtime.blockOn(job));
        assertTrue(interrupted.get());
    }

    @Test
    void abortedJobThatReturnsAnywayIsDelivered() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        JoinHandle<String> job = runtime.spawnBlocking(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                return "saved";
            }
            return "never";
        });
        started.await();

        job.abort();

        assertEquals("saved", runtime.blockOn(job));
    }

    @Test
    void capIsKeptAndAQueuedJobCanBeAborted() throws Exception {
        CountDownLatch running = new CountDownLatch(MOST_THREADS);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        List<JoinHandle<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < 4 * MOST_THREADS; i++) {
            jobs.add(runtime.spawnBlocking(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                running.countDown();
                release.await();
                return now.getAndDecrement();
            }));
        }
        running.await();
        JoinHandle<Integer> queued = jobs.remove(jobs.size() - 1);

        queued.abort();
        assertTrue(queued.isFinished());
        RuntimeMetrics metrics = runtime.metrics();
        release.countDown();
        for (JoinHandle<Integer> job : jobs) {
            runtime.blockOn(job);
        }

        assertEquals(MOST_THREADS, most.get());
        assertEquals(MOST_THREADS, metrics.blockingActive());
        assertEquals(MOST_THREADS, metrics.blockingThreads());
        assertThrows(CancellationException.class, () -> runtime.blockOn(queued));
    }

    @Test
    void idleThreadIsUsedAgain() throws Exception {
        Thread first = runtime.blockOn(runtime.spawnBlocking(Thread::currentThread));
        for (int i = 0; i < 100; i++) {
            while (first.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait(); // a thread has done its job a moment before it waits for the next
            }
            assertSame(first, runtime.blockOn(runtime.spawnBlocking(Thread::currentThread)));
        }

        assertEquals(1, runtime.metrics().blockingThreads());
    }

    @Test
    void blockingCodeKnowsTheRuntimeAndMayBlockOnIt() throws Exception {
        if (flavor == Flavor.CURRENT_THREAD) {
            return; // there the two callers of blockOn take turns; SeatTest has it
        }
        JoinHandle<Integer> job = runtime.spawnBlocking(() -> {
            assertSame(runtime, Runtime.current());
            return Kyoto.blockOn(Poller.yielding(3, 5));
        });

        assertEquals(5, runtime.blockOn(job));
    }

    @Test
    void interruptDoesNotReachTheNextJob() throws Exception {
        for (int i = 0; i < 200; i++) {
            JoinHandle<Integer> aborted = runtime.spawnBlocking(() -> 1);
            aborted.abort();
            JoinHandle<Boolean> next =
                    runtime.spawnBlocking(() -> Thread.currentThread().isInterrupted());
            assertFalse(runtime.blockOn(next));
        }
    }

    @Test
    void blockingCodeSpawnsTasksAndFurtherJobs() throws Exception {
        JoinHandle<JoinHandle<Integer>> spawning = runtime.spawnBlocking(() -> Kyoto.spawn(Poller.yielding(3, 1)));
        JoinHandle<JoinHandle<Integer>> nested = runtime.spawnBlocking(() -> Kyoto.spawnBlocking(() -> 2));

        assertEquals(1, runtime.blockOn(runtime.blockOn(spawning)));
        assertEquals(2, runtime.blockOn(runtime.blockOn(nested)));
    }

    @Test
    void blockingCodeMayBlockOnSleepsAndSockets() throws Exception {
        JoinHandle<Integer> job = runtime.spawnBlocking(() -> {
            Kyoto.blockOn(Kyoto.sleep(Duration.ofMillis(1)));
            try (var listener = Kyoto.blockOn(TcpListener.bind("127.0.0.1:0"))) {
                JoinHandle<TcpStream> accepted = Kyoto.spawn(listener.accept());
                try (var client = Kyoto.blockOn(TcpStream.connect(listener.localAddress()));
                        var server = Kyoto.blockOn(accepted)) {
                    Kyoto.blockOn(client.writeAll(ByteBuffer.wrap(new byte[] {7})));
                    ByteBuffer read = ByteBuffer.allocate(1);
                    Kyoto.blockOn(server.read(read));
                    return (int) read.get(0);
                }
            }
        });

        assertEquals(7, runtime.blockOn(job));
    }

    @Test
    void blockInPlaceInBlockingCodeJustCallsTheCode() throws Exception {
        JoinHandle<Boolean> job = runtime.spawnBlocking(() -> {
            Thread pool = Thread.currentThread();
            return Kyoto.blockInPlace(() -> Thread.currentThread() == pool);
        });

        assertEquals(true, runtime.blockOn(job));
    }
}
