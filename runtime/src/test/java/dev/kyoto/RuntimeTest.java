package dev.kyoto;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How runtimes are built, entered and put side by side. */
class RuntimeTest {
    @Test
    void invalidSettingsNameTheValidRange() {
        assertRange("workers(0)", "from 1 to", builder -> builder.workers(0));
        assertRange("workers(100000)", "from 1 to", builder -> builder.workers(100_000));
        assertRange("globalQueueInterval", "at least 1", builder -> builder.globalQueueInterval(0));
        assertRange("eventInterval", "at least 1", builder -> builder.eventInterval(-1));
        assertRange("maxBlockingThreads", "at least 1", builder -> builder.maxBlockingThreads(0));
        assertRange("keepAlive", "not be negative", builder -> builder.blockingKeepAlive(Duration.ofMillis(-1)));
        assertThrows(NullPointerException.class, () -> Runtime.builder().listener(null));
    }

    private static void assertRange(String what, String range, Consumer<Runtime.Builder> setting) {
        var error = assertThrows(IllegalArgumentException.class, () -> setting.accept(Runtime.builder()), what);
        assertTrue(error.getMessage().contains(range), error.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void intervalsOfOneStillRunEverything(Flavor flavor) throws Exception {
        try (Runtime runtime =
                flavor.builder().globalQueueInterval(1).eventInterval(1).build()) {
            List<JoinHandle<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tasks.add(runtime.spawn(Poller.yielding(5, 1)));
            }
            for (JoinHandle<Integer> task : tasks) {
                assertEquals(1, runtime.blockOn(task));
            }
        }
    }

    @Test
    void timerFiresOnTimeBetweenBusyTasksWithAShortEventInterval() throws Exception {
        var clock = new dev.kyoto.time.VirtualClock();
        try (Runtime runtime =
                Runtime.builder().currentThread().clock(clock).eventInterval(3).build()) {
            JoinHandle<?> sleeping = runtime.spawn(sleep(Duration.ofMillis(1)));
            int turns = runtime.blockOn(async(() -> {
                yieldNow().await();
                clock.advance(Duration.ofMillis(2));
                int polls = 0;
                while (!sleeping.isFinished()) {
                    polls++;
                    selfWake().await();
                }
                return polls;
            }));

            assertTrue(turns <= 8, "only after " + turns);
        }
    }

    /** Pending once, and at the back of the queue at once: unlike a yield, it does not wait for the driver. */
    private static Future<Void> selfWake() {
        boolean[] polled = new boolean[1];
        return pollFn(cx -> {
            if (polled[0]) {
                return Poll.ready(null);
            }
            polled[0] = true;
            cx.waker().wake();
            return Poll.pending();
        });
    }

    @Test
    void sameSeedGivesTheSameDecisions() throws Exception {
        assertEquals(decisions(42), decisions(42));
        assertNotEquals(decisions(42), decisions(43));
    }

    private static List<Integer> decisions(long seed) throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().seed(seed).build()) {
            return runtime.blockOn(cx -> {
                List<Integer> decisions = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    decisions.add(cx.nextInt(1000));
                }
                return Poll.ready(decisions);
            });
        }
    }

    @Test
    void runtimesSideBySideAwaitEachOther() throws Exception {
        try (Runtime one = Runtime.builder().workers(1).name("one").build();
                Runtime two = Runtime.builder().workers(3).name("two").build()) {
            String where = one.blockOn(async(() -> {
                String there =
                        two.spawn(async(() -> Runtime.current().toString())).await();
                return there + " from " + Runtime.current();
            }));

            assertEquals("two from one", where);
            assertEquals(1, one.metrics().workers().size());
            assertEquals(3, two.metrics().workers().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void plainThreadEntersARuntime(Flavor flavor) throws Exception {
        try (Runtime outer = flavor.builder().build();
                Runtime inner = flavor.builder().build()) {
            int sum = outer.enter(() -> {
                assertSame(outer, Runtime.current());
                JoinHandle<Integer> spawned = spawn(async(() -> {
                    assertSame(outer, Runtime.current());
                    return 1;
                }));
                int nested = inner.enter(() -> {
                    assertSame(inner, Runtime.current());
                    return blockOn(Poller.yielding(1, 2));
                });
                assertSame(outer, Runtime.current());
                return nested + blockOn(spawned);
            });

            assertEquals(3, sum);
            assertThrows(IllegalStateException.class, Runtime::current);
        }
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void blockOnOfAnyKindIsRefusedInATask(Flavor flavor) throws Exception {
        try (Runtime runtime = flavor.builder().build();
                Runtime other = Runtime.builder().currentThread().build()) {
            List<Executable> ways = List.of(
                    () -> Futures.blockOn(new Signal<>()),
                    () -> blockOn(new Signal<>()),
                    () -> other.blockOn(new Signal<>()),
                    () -> other.enter(() -> blockOn(new Signal<>())),
                    () -> other.enter(() -> Futures.blockOn(new Signal<>())));
            for (Executable way : ways) {
                runtime.blockOn(cx -> {
                    var error = assertThrows(IllegalStateException.class, way);
                    assertTrue(error.getMessage().contains("spawnBlocking"), error.getMessage());
                    return Poll.ready(1);
                });
            }
        }
    }

    @Test
    void threadThatDroveARuntimeMayBlockAgain() throws Exception {
        try (Runtime runtime = Runtime.builder().currentThread().build()) {
            runtime.blockOn(Poller.yielding(1, 1));
        }

        assertEquals(1, Futures.blockOn(ready(1)));
    }

    @Test
    void localRuntimeRunsEverythingOnItsThread() throws Exception {
        try (Runtime runtime = Runtime.builder().local().build()) {
            List<Thread> seen = new ArrayList<>(); // not thread-safe, and need not be
            runtime.blockOn(async(() -> {
                List<JoinHandle<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    tasks.add(spawnLocal(async(() -> {
                        seen.add(Thread.currentThread());
                        sleep(Duration.ofMillis(1)).await();
                        seen.add(Thread.currentThread());
                    })));
                }
                for (JoinHandle<Void> task : tasks) {
                    task.await();
                }
            }));

            assertEquals(40, seen.size());
            assertTrue(seen.stream().allMatch(thread -> thread == Thread.currentThread()));
        }
    }

    @Test
    void localRuntimeRejectsOtherThreadsLoudly() throws Exception {
        try (Runtime runtime = Runtime.builder().local().name("desk").build()) {
            List<Executable> calls = List.of(
                    () -> runtime.spawn(ready(1)),
                    () -> runtime.spawnLocal(ready(1)),
                    () -> runtime.spawnBlocking(() -> 1),
                    () -> runtime.blockOn(ready(1)),
                    () -> runtime.enter(() -> 1),
                    () -> runtime.shutdown(Duration.ZERO),
                    runtime::close);
            for (Executable call : calls) {
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread other = new Thread(() -> {
                    try {
                        call.execute();
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                });
                other.start();
                other.join();
                assertEquals(IllegalStateException.class, thrown.get().getClass());
                assertTrue(thrown.get().getMessage().contains("desk is confined"), thrown.get()::getMessage);
            }
            assertEquals(1, runtime.blockOn(ready(1)));
        }
    }

    @Test
    void localTaskIsWokenAndAbortedFromAnyThread() throws Exception {
        try (Runtime runtime = Runtime.builder().local().build()) {
            Signal<Integer> signal = new Signal<>();
            AtomicReference<Thread> droppedOn = new AtomicReference<>();
            JoinHandle<Integer> endless = runtime.spawnLocal(
                    Poller.pendingUntilDropped(() -> {}, () -> droppedOn.set(Thread.currentThread())));
            Thread other = new Thread(() -> {
                endless.abort();
                signal.send(7);
            });
            int value = runtime.blockOn(async(() -> {
                yieldNow().await();
                other.start();
                return signal.await();
            }));

            assertEquals(7, value);
            assertThrows(CancellationException.class, () -> runtime.blockOn(endless));
            assertSame(Thread.currentThread(), droppedOn.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void spawnLocalNeedsALocalRuntime(Flavor flavor) {
        try (Runtime runtime = flavor.builder().build()) {
            var error = assertThrows(IllegalStateException.class, () -> runtime.spawnLocal(ready(1)));
            assertTrue(error.getMessage().contains("local()"), error.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void runtimeMadeInATaskIsUsedAfterwards(Flavor flavor) throws Exception {
        Runtime made;
        try (Runtime outer = flavor.builder().build()) {
            made = outer.blockOn(async(() -> flavor.builder().build()));
        }

        try (made) {
            assertEquals(7, made.blockOn(made.spawn(Poller.yielding(2, 7))));
        }
    }
}
