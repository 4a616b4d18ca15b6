package dev.kyoto.interop;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.Signal;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Semaphore;
import dev.kyoto.futures.sync.SetOnce;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads beside a runtime: {@code await()} parks them, and they take part in whatever tasks do. */
@EnabledForJreRange(min = JRE.JAVA_21)
@SuppressWarnings("kyoto:await") // what this is about
class VirtualThreadsTest {
    private final Runtime runtime = Runtime.builder().workers(2).build();

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(Duration.ofSeconds(10)));
    }

    @Test
    void awaitParksUntilATaskAnswers() throws Exception {
        var channel = Mpsc.<String>bounded(1);
        var reading = new Virtual<>(() -> {
            try (var receiver = channel.receiver()) {
                return receiver.recv().await() + receiver.recv().await();
            }
        });

        runtime.spawn(() -> {
            try (var sender = channel.sender()) {
                sender.send("to").await();
                sender.send("fu").await();
            }
        });

        assertEquals("tofu", reading.get());
    }

    @Test
    void taskThatSleepsOnTheRuntimeIsAwaited() throws Exception {
        var task = runtime.spawn(async(() -> {
            sleep(Duration.ofMillis(1)).await();
            return "rested";
        }));

        assertEquals("rested", new Virtual<>(task::await).get());
    }

    @Test
    void blockThatNeedsNoRuntimeRunsOnTheVirtualThreadItself() throws Exception {
        var thread = new Virtual<>(() -> async(() -> Thread.currentThread()).await());

        assertSame(thread.thread, thread.get());
    }

    @Test
    void whatNeedsARuntimeSaysSo() {
        var sleeping = new Virtual<>(() -> sleep(Duration.ofMillis(1)).await());

        var failure = assertThrows(ExecutionException.class, sleeping::get).getCause();

        assertTrue(failure instanceof IllegalStateException, failure.toString());
        assertTrue(failure.getMessage().contains("runtime"), failure.getMessage());
    }

    @Test
    void failureIsThrownAsItIs() {
        var failure = new IOException("gone");
        var failing = new Virtual<>(() -> Futures.failed(failure).await());

        assertSame(failure, assertThrows(ExecutionException.class, failing::get).getCause());
    }

    @Test
    void interruptEndsTheWaitAndDropsTheFuture() throws Exception {
        var polled = new Signal<String>();
        var forever = new Signal<String>();
        var waiting = new Virtual<>(() -> {
            Future<String> reported = Futures.lazy(() -> {
                        polled.send("polled");
                        return "";
                    })
                    .andThen(ignored -> forever);
            return reported.await();
        });
        Futures.blockOn(polled);

        waiting.thread.interrupt();

        var failure = assertThrows(ExecutionException.class, waiting::get).getCause();
        assertTrue(failure instanceof InterruptedException, failure.toString());
        assertTrue(forever.isDropped());
    }

    @Test
    void tenThousandOfThemWaitForOneTask() throws Exception {
        var value = new SetOnce<Integer>();
        List<Virtual<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            threads.add(new Virtual<>(() -> value.whenSet().await()));
        }

        runtime.spawn(() -> {
            value.set(7);
        });

        for (Virtual<Integer> thread : threads) {
            assertEquals(7, thread.get());
        }
    }

    @Test
    void permitsGoBetweenVirtualThreadsAndTasks() throws Exception {
        var one = new Semaphore(1);
        int[] counter = {0};
        List<Virtual<Integer>> threads = new ArrayList<>();
        List<Future<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            threads.add(new Virtual<>(() -> {
                try (var permit = one.acquire().await()) {
                    return counter[0]++;
                }
            }));
            tasks.add(runtime.spawn(async(() -> {
                try (var permit = one.acquire().await()) {
                    return counter[0]++;
                }
            })));
        }

        for (Virtual<Integer> thread : threads) {
            thread.get();
        }
        for (Future<Integer> task : tasks) {
            runtime.blockOn(task);
        }
        assertEquals(1_000, counter[0]);
    }

    @Test
    void blockingFormsPark() throws Exception {
        var channel = Mpsc.<Integer>bounded(1);
        var sending = new Virtual<>(() -> {
            try (var sender = channel.sender()) {
                for (int i = 0; i < 100; i++) {
                    sender.blockingSend(i);
                }
            }
            return null;
        });
        var reading = new Virtual<>(() -> {
            try (var numbers = Streams.repeating(channel.receiver()::recv, channel.receiver()::close)
                    .blockingStream()) {
                return numbers.mapToInt(Integer::intValue).sum();
            }
        });

        sending.get();
        assertEquals(4_950, reading.get());
    }

    @Test
    void streamOfARuntimeIsReadAcross() throws Exception {
        var ticks = Streams.<String>stream(out -> {
            for (int i = 0; i < 3; i++) {
                sleep(Duration.ofMillis(1)).await();
                out.emit("tick").await();
            }
        });

        var reading = new Virtual<>(() -> {
            try (var read = Streams.from(ticks.toPublisher(runtime::spawn)).blockingStream()) {
                return read.toList();
            }
        });

        assertEquals(List.of("tick", "tick", "tick"), reading.get());
    }

    /** Code on a virtual thread, started by what JDK 17 does not have. */
    private static final class Virtual<T> extends FutureTask<T> {
        final Thread thread;

        Virtual(Callable<T> code) {
            super(code);
            thread = start(this);
        }

        private static Thread start(Runnable code) {
            try {
                MethodHandle start = MethodHandles.publicLookup()
                        .findStatic(
                                Thread.class,
                                "startVirtualThread",
                                MethodType.methodType(Thread.class, Runnable.class));
                return (Thread) start.invokeExact(code);
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
