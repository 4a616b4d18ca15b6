package dev.kyoto;

import static dev.kyoto.Kyoto.chunks;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.throttle;
import static dev.kyoto.Kyoto.timeout;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Streams with time limits and pauses: where they begin, end and overflow. */
class StreamsInTimeTest extends RuntimeTestCase {
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Even numbers take 200 milliseconds. */
    private static Stream<Integer> slowWhenEven(Integer... numbers) {
        return Streams.of(numbers).then(n -> {
            if (n % 2 == 0) {
                sleep(ofMillis(200)).await();
            }
            return n;
        });
    }

    @Test
    void elementsInTimeAreNotLimited() throws Exception {
        assertEquals(
                List.of(1, 3, 5),
                runtime.blockOn(timeout(ofMillis(100), slowWhenEven(1, 3, 5)).toList()));
        assertEquals(
                List.of(1, 2, 3),
                runtime.blockOn(timeout(ofMillis(201), slowWhenEven(1, 2, 3)).toList()));
    }

    @Test
    void elementThatIsTooLateEndsTheStream() throws Exception {
        var limited = timeout(ofMillis(100), slowWhenEven(1, 2, 3));

        assertEquals(1, runtime.blockOn(limited.next()));
        assertThrows(TimeoutException.class, () -> runtime.blockOn(limited.next()));
        assertEquals(ofMillis(100).toNanos(), clock.nanos());
        assertNull(runtime.blockOn(limited.next()));
    }

    @Test
    void endlessLimitAndPauseDoNotOverflow() throws Exception {
        assertEquals(
                List.of(1), runtime.blockOn(timeout(FOR_EVER, Streams.of(1)).toList()));
        assertEquals(1, runtime.blockOn(throttle(FOR_EVER, Streams.of(1, 2)).next()));
    }

    @Test
    void pauseIsMadeWithoutARuntimeAndReadInOne() throws Exception {
        var throttled = throttle(ofMillis(1), Streams.of(1, 2)); // no task is here

        assertEquals(List.of(1, 2), runtime.blockOn(throttled.toList()));
    }

    @Test
    void elementComesWhenThePauseIsOverAndNotBefore() throws Exception {
        var throttled = throttle(ofMillis(100), Streams.from(java.util.stream.Stream.generate(() -> 1)));
        runtime.blockOn(throttled.next());

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofMillis(99), throttled.next())));
        runtime.blockOn(throttled.next());

        assertEquals(ofMillis(100).toNanos(), clock.nanos());
    }

    @Test
    void chunkGoesAtItsTimeWithWhatItHas() throws Exception {
        var late = Streams.of(4).then(n -> {
            sleep(ofSeconds(3)).await();
            return n;
        });
        var chunked = chunks(4, ofSeconds(2), Streams.of(1, 2, 3).chain(late));

        assertEquals(List.of(1, 2, 3), runtime.blockOn(chunked.next()));
        assertEquals(ofSeconds(2).toNanos(), clock.nanos());
        assertEquals(List.of(4), runtime.blockOn(chunked.next()));
        assertNull(runtime.blockOn(chunked.next()));
    }

    @Test
    void timeOfAChunkBeginsWithItsFirstElement() throws Exception {
        var chunked = chunks(3, ofSeconds(2), Streams.of(1, 2, 3).chain(slowlyFour()));

        assertEquals(List.of(1, 2, 3), runtime.blockOn(chunked.next()));
        assertEquals(List.of(4), runtime.blockOn(chunked.next()), "and there is no empty chunk in between");
    }

    private static Stream<Integer> slowlyFour() {
        return Streams.of(4).then(n -> {
            sleep(ofSeconds(30)).await();
            return n;
        });
    }

    @Test
    void chunksOfNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> chunks(0, ofSeconds(2), Streams.of(1)));
    }
}
