package dev.kyoto.time;

import static dev.kyoto.Kyoto.chunks;
import static dev.kyoto.Kyoto.debounce;
import static dev.kyoto.Kyoto.delayQueue;
import static dev.kyoto.Kyoto.interval;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.sleepUntil;
import static dev.kyoto.Kyoto.throttle;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.timeoutAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.sync.Mpsc;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Futures whose time has come, and which are dropped before they are polled again. */
class DroppedWhenReadyTest extends ManualTimeTestCase {
    private final Mpsc.Unbounded<String> channel = Mpsc.unbounded();

    /** What {@code future} yields in one poll. */
    private <T extends @Nullable Object> T yielded(Future<T> future) throws Exception {
        settle();
        return runtime.blockOn(cx -> {
            Poll<T> poll = future.poll(cx);
            assertTrue(poll.isReady());
            return Poll.ready(poll.value());
        });
    }

    private void pendingUntil(Future<?> future, long millis) throws Exception {
        assertFalse(isReady(future));
        advance(millis);
        settle();
    }

    @Test
    void sleepLeavesNothingAndTheNextCountsAnew() throws Exception {
        var over = sleep(ms(100));
        pendingUntil(over, 100);

        over.cancel();

        var again = sleep(ms(100));
        pendingUntil(again, 99);
        assertFalse(isReady(again));
        advance(1);
        assertTrue(isReady(again));
    }

    @Test
    void sleepUntilATimeThatHasComeIsOverForTheNextToo() throws Exception {
        Instant time = clock.instant().plusMillis(100);
        var over = sleepUntil(time);
        pendingUntil(over, 100);

        over.cancel();

        runtime.blockOn(sleepUntil(time)); // the clock does not move any more
    }

    @Test
    void tickComesToTheNextAndTheRhythmIsKept() throws Exception {
        var interval = interval(ms(300));
        yielded(interval.tick());
        var tick = interval.tick();
        pendingUntil(tick, 350);

        tick.cancel();

        yielded(interval.tick());
        var next = interval.tick();
        pendingUntil(next, 249);
        assertFalse(isReady(next));
        advance(1);
        assertTrue(isReady(next));
    }

    @Test
    void tickOfAStreamComesToTheNext() throws Exception {
        var ticks = interval(ms(300)).stream();
        yielded(ticks.next());
        var next = ticks.next();
        pendingUntil(next, 300);

        next.cancel();

        assertEquals(Instant.EPOCH.plusMillis(300), yielded(ticks.next()));
    }

    @Test
    void valueThatIsDueStaysInItsQueue() throws Exception {
        try (DelayQueue<String> queue = runtime.enter(() -> delayQueue())) {
            queue.insert("a", ms(100));
            var next = queue.next();
            pendingUntil(next, 100);

            next.cancel();

            assertEquals(1, queue.size());
            assertEquals("a", yielded(queue.next()));
        }
    }

    static List<Named<UnaryOperator<Future<String>>>> limits() {
        return List.of(
                Named.of("timeout", future -> timeout(ms(100), future)),
                Named.of("timeoutAt", future -> timeoutAt(Instant.EPOCH.plusMillis(100), future)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void messageThatCameInTimeStaysInItsChannel(UnaryOperator<Future<String>> limit) throws Exception {
        var receiving = limit.apply(channel.receiver().recv());
        assertFalse(isReady(receiving));
        channel.sender().send("a");
        advance(100);
        settle();

        receiving.cancel();

        assertEquals("a", channel.receiver().tryRecv());
    }

    static List<Named<Function<Stream<String>, Stream<?>>>> streams() {
        return List.of(
                Named.of("timeout", source -> timeout(ms(300), source)),
                Named.of("throttle", source -> throttle(ms(300), source)),
                Named.of("debounce", source -> debounce(ms(100), source)),
                Named.of("chunks", source -> chunks(2, ms(100), source)));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void elementWhoseTimeHasComeIsReadByTheNext(Function<Stream<String>, Stream<?>> operator) throws Exception {
        Stream<?> stream = operator.apply(channel.receiver().stream());
        channel.sender().send("a");
        var next = stream.next();
        if (isReady(next)) { // the first passes at once
            next = stream.next();
            assertFalse(isReady(next));
            channel.sender().send("a");
            advance(200);
        }
        advance(100);
        settle();

        next.cancel();

        Object element = yielded(stream.next());
        assertEquals("a", element instanceof List<?> chunk ? chunk.get(0) : element);
        stream.close();
    }
}
