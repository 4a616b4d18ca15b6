package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.chunks;
import static dev.kyoto.Kyoto.debounce;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.now;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.stream;
import static dev.kyoto.Kyoto.throttle;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.time.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams with async blocks, as users write them, and streams in time. */
@ParameterizedClass
@EnumSource(Flavor.class)
class StreamBlocksTest {
    @Parameter
    Flavor flavor;

    private final Failures failures = new Failures();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder()
                .clock(new VirtualClock())
                .uncaughtHandler(failures)
                .build();
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(ofSeconds(10)));
    }

    /** Emits 1 to {@code count}, and says so. */
    private Stream<Integer> counting(int count) {
        return stream(out -> {
            try {
                for (int i = 1; i <= count; i++) {
                    events.add("emits " + i);
                    out.emit(i).await();
                }
            } finally {
                events.add("closed");
            }
        });
    }

    /** Each element after so many milliseconds from the one before. */
    private static Stream<Integer> after(int... millis) {
        return stream(out -> {
            for (int i = 0; i < millis.length; i++) {
                sleep(ofMillis(millis[i])).await();
                out.emit(i).await();
            }
        });
    }

    private static Future<Integer> later(int value) {
        return async(() -> {
            sleep(ofMillis(10)).await();
            return value;
        });
    }

    private static <T> Future<List<String>> timed(Stream<T> stream) {
        return async(() -> {
            var start = now();
            return stream.map(element ->
                            element + "@" + Duration.between(start, now()).toMillis())
                    .toList()
                    .await();
        });
    }

    // ---- generators

    @Test
    void generatorRunsOnlyAsFarAsItsReader() throws Exception {
        runtime.blockOn(async(() -> {
            try (var numbers = counting(3)) {
                assertEquals(List.of(), events);
                assertEquals(1, numbers.next().await());
                assertEquals(List.of("emits 1"), events);
                assertEquals(2, numbers.next().await());
            }
            return null;
        }));

        assertEquals(List.of("emits 1", "emits 2", "closed"), events);
    }

    @Test
    void generatorMayAwaitBetweenItsElements() throws Exception {
        Stream<Integer> doubled = stream(out -> {
            for (int i = 1; i <= 3; i++) {
                out.emit(2 * later(i).await()).await();
                yieldNow().await();
            }
        });

        assertEquals(List.of(2, 4, 6), runtime.blockOn(doubled.toList()));
    }

    @Test
    void endOfTheGeneratorIsTheEndOfTheStream() throws Exception {
        var numbers = counting(1);

        assertEquals(1, runtime.blockOn(numbers.next()));
        assertNull(runtime.blockOn(numbers.next()));
        assertNull(runtime.blockOn(numbers.next()));
        assertEquals(List.of("emits 1", "closed"), events);
    }

    @Test
    void failureOfTheGeneratorIsThrownToTheReader() throws Exception {
        Stream<Integer> broken = stream(out -> {
            out.emit(1).await();
            throw new IOException("lost");
        });

        assertEquals(1, runtime.blockOn(broken.next()));
        assertThrows(IOException.class, () -> runtime.blockOn(broken.next()));
        assertNull(runtime.blockOn(broken.next()));
    }

    @Test
    void nextThatLosesASelectLosesNoElement() throws Exception {
        int sum = runtime.blockOn(async(() -> {
            int total = 0;
            try (var numbers = after(10, 10, 10)) {
                while (true) {
                    Integer number = select(
                                    Kyoto.on(numbers.next(), n -> n == null ? -1 : n),
                                    Kyoto.on(sleep(ofMillis(3)), nothing -> 0))
                            .await();
                    if (number < 0) {
                        return total;
                    }
                    total += number;
                }
            }
        }));

        assertEquals(3, sum);
    }

    @Test
    void emitAllEmitsAnotherStreamAndClosesIt() throws Exception {
        Stream<Integer> outer = stream(out -> {
            out.emit(0).await();
            out.emitAll(counting(2)).await();
            out.emit(9).await();
        });

        assertEquals(List.of(0, 1, 2, 9), runtime.blockOn(outer.toList()));
        assertEquals(List.of("emits 1", "emits 2", "closed"), events);
    }

    @Test
    void closedInTheMiddleOfEmitAllItClosesTheInnerStream() throws Exception {
        Stream<Integer> outer = stream(out -> out.emitAll(counting(5)).await());
        runtime.blockOn(outer.next());

        outer.close();

        assertEquals(List.of("emits 1", "closed"), events);
    }

    @Test
    void emittingTwiceAtOnceIsLoud() {
        Stream<Integer> both = stream(out -> join(out.emit(1), out.emit(2)).await());

        var error = assertThrows(IllegalStateException.class, () -> runtime.blockOn(both.toList()));

        assertTrue(error.getMessage().contains("one element at a time"), error.getMessage());
    }

    @Test
    void emitInsideAWideSelectGoesOnWhenTheReaderIsBack() throws Exception {
        Stream<Integer> numbers = stream(out -> {
            for (int i = 1; i <= 3; i++) {
                List<Future<?>> futures = new ArrayList<>();
                futures.add(out.emit(i));
                for (int j = 0; j < 20; j++) {
                    futures.add(later(j));
                }
                Kyoto.joinAll(futures).await();
            }
        });

        assertEquals(List.of(1, 2, 3), runtime.blockOn(numbers.toList()));
    }

    @Test
    void elementWhoseEmitIsDroppedIsNotDelivered() throws Exception {
        Stream<Integer> numbers = stream(out -> {
            select(out.emit(1), Kyoto.ready("at once")).biased().await();
            out.emit(2).await();
        });

        assertEquals(List.of(2), runtime.blockOn(numbers.toList()));
    }

    // ---- async blocks for each element

    @Test
    void thenRunsABlockForEachElementInTurn() throws Exception {
        var stream = Streams.of(1, 2, 3).then(n -> {
            events.add("begins " + n);
            int result = later(n).await() * 10;
            events.add("ends " + n);
            return result;
        });

        assertEquals(List.of(10, 20, 30), runtime.blockOn(stream.toList()));
        assertEquals(List.of("begins 1", "ends 1", "begins 2", "ends 2", "begins 3", "ends 3"), events);
    }

    @Test
    void blockOfThenSurvivesADroppedNext() throws Exception {
        var stream = Streams.of(1).then(n -> later(n).await());

        int value = runtime.blockOn(async(() -> {
            select(stream.next(), Kyoto.ready("at once")).await();
            return stream.next().await();
        }));

        assertEquals(1, value);
    }

    @Test
    void closingDropsTheBlockOfThen() throws Exception {
        var stream = Streams.of(1).then(n -> {
            try {
                return later(n).await();
            } finally {
                events.add("dropped");
            }
        });
        runtime.blockOn(async(() -> {
            select(stream.next(), Kyoto.yieldNow()).await();
            stream.close();
            return null;
        }));

        assertEquals(List.of("dropped"), events);
    }

    @Test
    void forEachAwaitsEachBlock() throws Exception {
        runtime.blockOn(counting(2).forEach(n -> {
            sleep(ofMillis(5)).await();
            events.add("had " + n);
        }));

        assertEquals(List.of("emits 1", "had 1", "emits 2", "had 2", "closed"), events);
    }

    @Test
    void failureInForEachClosesTheStream() {
        assertThrows(
                IOException.class,
                () -> runtime.blockOn(counting(2).forEach(n -> {
                    throw new IOException("full");
                })));

        assertEquals(List.of("emits 1", "closed"), events);
    }

    @Test
    void endlessStreamLetsOtherTasksRun() throws Exception {
        var endless = Streams.from(java.util.stream.Stream.generate(() -> 1));
        var stop = Oneshot.<String>channel();

        long count = runtime.blockOn(async(() -> {
            var counted = spawn(endless.takeUntil(stop.receiver()).count());
            spawn(() -> {
                stop.sender().send("now");
            });
            return counted.await();
        }));

        assertTrue(count >= 0);
    }

    // ---- time

    @Test
    void throttleKeepsElementsApart() throws Exception {
        assertEquals(
                List.of("1@0", "2@100", "3@200"), runtime.blockOn(timed(throttle(ofMillis(100), Streams.of(1, 2, 3)))));
    }

    @Test
    void throttleOfNoTimeDoesNotWait() throws Exception {
        assertEquals(List.of("1@0", "2@0"), runtime.blockOn(timed(throttle(Duration.ZERO, Streams.of(1, 2)))));
    }

    @Test
    void debounceTakesTheLastOfEachBurst() throws Exception {
        assertEquals(
                List.of("2@72", "4@321", "5@371"),
                runtime.blockOn(timed(debounce(ofMillis(50), after(1, 11, 10, 200, 49, 100)))));
    }

    @Test
    void streamTimesOutOnlyWhenAnElementTakesTooLong() throws Exception {
        var stream = timeout(ofMillis(100), after(90, 90, 110));

        assertEquals(0, runtime.blockOn(stream.next()));
        assertEquals(1, runtime.blockOn(stream.next()));
        assertThrows(TimeoutException.class, () -> runtime.blockOn(stream.next()));
        assertNull(runtime.blockOn(stream.next()));
    }

    @Test
    void chunkGoesWhenItIsFullOrItsTimeIsOver() throws Exception {
        assertEquals(
                List.of("[0, 1]@11", "[2]@111", "[3]@262"),
                runtime.blockOn(timed(chunks(2, ofMillis(50), after(1, 10, 50, 201)))));
    }
}
