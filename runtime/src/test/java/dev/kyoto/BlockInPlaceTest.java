package dev.kyoto;

import static dev.kyoto.Kyoto.*;
import static dev.kyoto.Kyoto.pollFn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.TaskInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code that blocks within a poll, while another worker takes over. */
class BlockInPlaceTest {
    private final Failures failures = new Failures();

    /** One worker, so that nothing goes on unless its post is taken over. */
    private final Runtime runtime =
            Runtime.builder().workers(1).uncaughtHandler(failures).build();

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(Duration.ofSeconds(10)));
        assertEquals(List.of(), failures.seen());
    }

    @Test
    void otherTasksAndTimersGoOnMeanwhile() throws Exception {
        CountDownLatch timer = new CountDownLatch(1);
        CountDownLatch slot = new CountDownLatch(1);
        String value = runtime.blockOn(async(() -> {
            spawn(async(() -> {
                sleep(Duration.ofMillis(1)).await();
                timer.countDown();
            }));
            yieldNow().await();
            spawn(() -> slot.countDown()); // next to run on this worker
            String result = blockInPlace(() -> {
                timer.await();
                slot.await();
                return "blocked";
            });
            sleep(Duration.ofMillis(1)).await(); // the task goes on, wherever
            return result + " and went on";
        }));

        assertEquals("blocked and went on", value);
    }

    @Test
    void taskAndRuntimeAreTheSameWithin() throws Exception {
        JoinHandle<Boolean> task = runtime.spawn(
                "blocker",
                async(() -> blockInPlace(() -> {
                    assertSame(runtime, Runtime.current());
                    return TaskInfo.current().name().equals("blocker");
                })));

        assertTrue(runtime.blockOn(task));
    }

    @Test
    void blockOnIsAllowedWithinAndNotAfter() throws Exception {
        int value = runtime.blockOn(async(() -> {
            int within = blockInPlace(() -> blockOn(async(() -> {
                sleep(Duration.ofMillis(1)).await();
                return 7;
            })));
            assertThrows(IllegalStateException.class, () -> blockOn(ready(1)));
            return within;
        }));

        assertEquals(7, value);
    }

    @Test
    void failureIsThrownAsItIs() {
        IOException failure = new IOException("disk");

        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> runtime.blockOn(async(() -> blockInPlace(() -> {
                            throw failure;
                        })))));
    }

    @Test
    void nestedBlockingHandsOverOnce() throws Exception {
        assertEquals(1, runtime.blockOn(async(() -> blockInPlace(() -> blockInPlace(() -> 1)))));
    }

    @Test
    void manyTasksBlockOneAfterTheOther() throws Exception {
        int sum = runtime.blockOn(async(() -> {
            List<JoinHandle<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                tasks.add(spawn(async(() -> {
                    int one = blockInPlace(() -> {
                        Thread.yield();
                        return 1;
                    });
                    yieldNow().await();
                    return one;
                })));
            }
            int total = 0;
            for (JoinHandle<Integer> task : tasks) {
                total += task.await();
            }
            return total;
        }));

        assertEquals(200, sum);
    }

    @Test
    void runtimeThatEndsMeanwhileNamesTheTask() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        JoinHandle<Integer> task = runtime.spawn(
                "blocker",
                async(() -> blockInPlace(() -> {
                    started.countDown();
                    release.await();
                    return 1;
                })));
        started.await();

        List<String> running = runtime.shutdown(Duration.ofMillis(1));

        assertTrue(
                running.stream().anyMatch(named -> named.startsWith("task " + task.id() + " (blocker)")),
                running::toString);
        release.countDown();
    }

    @Test
    void runtimeWithoutThreadsNamesTheCure() throws Exception {
        try (Runtime single = Runtime.builder().currentThread().build()) {
            single.blockOn(async(() -> {
                var error = assertThrows(IllegalStateException.class, () -> blockInPlace(() -> 1));
                assertTrue(error.getMessage().contains("spawnBlocking"), error.getMessage());
            }));
        }
    }

    @Test
    void threadThatIsNoWorkerJustCallsTheCode() throws Exception {
        AtomicReference<Thread> on = new AtomicReference<>();
        blockInPlace(() -> {
            on.set(Thread.currentThread());
            return 1;
        });

        assertSame(Thread.currentThread(), on.get());
    }

    @Test
    void anotherRuntimeIsDrivenWithinAndTheTaskIsItselfAfterwards() throws Exception {
        runtime.blockOn(runtime.spawn(async(() -> {
            long id = TaskInfo.current().id();
            long within = blockInPlace(() -> {
                try (Runtime inner = Runtime.builder().currentThread().build()) {
                    return inner.blockOn(
                            inner.spawn(async(() -> TaskInfo.current().id())));
                }
            });
            assertNotEquals(id, within);
            assertEquals(id, TaskInfo.current().id());
            yieldNow().await();
            assertEquals(id, TaskInfo.current().id());
        })));
    }

    @Test
    void budgetDoesNotHoldUpWhatIsBlockedOnWithin() throws Exception {
        var channel = filled(200);
        int received = runtime.blockOn(runtime.spawn(async(() -> blockInPlace(() -> {
            int count = 0;
            while (Futures.blockOn(channel.receiver().recv()) != null) {
                count++;
            }
            return count;
        }))));

        assertEquals(200, received);
    }

    @Test
    void budgetCountsAgainAfterwards() throws Exception {
        var channel = filled(1024);
        runtime.blockOn(runtime.spawn(async(() -> {
            blockInPlace(() -> 1);
            pollFn(cx -> {
                        int received = 0;
                        while (channel.receiver().recv().poll(cx).isReady()) {
                            received++;
                        }
                        assertTrue(received <= 128, () -> "no end of the turn");
                        return Poll.ready(received);
                    })
                    .await();
        })));
    }

    private static Mpsc.Unbounded<Integer> filled(int count) {
        var channel = Mpsc.<Integer>unbounded();
        for (int i = 0; i < count; i++) {
            channel.sender().send(i);
        }
        channel.sender().close();
        return channel;
    }
}
