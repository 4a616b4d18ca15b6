package dev.kyoto.time;

import static dev.kyoto.Kyoto.interval;
import static dev.kyoto.Kyoto.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Intervals, tick by tick. */
class IntervalTest extends ManualTimeTestCase {
    private final Interval interval = interval(ms(300));

    /** How many ticks there are at this time. */
    private int ticks() throws Exception {
        int ticks = 0;
        while (true) {
            var tick = interval.tick();
            if (!isReady(tick)) {
                tick.cancel();
                return ticks;
            }
            ticks++;
        }
    }

    /** That the next tick comes after so many milliseconds and not before, and one period after that another one. */
    private void assertTicksAfter(long millis) throws Exception {
        advance(millis - 1);
        assertEquals(0, ticks());
        advance(1);
        assertEquals(1, ticks());
        advance(299);
        assertEquals(0, ticks());
        advance(1);
        assertEquals(1, ticks());
    }

    private void tickTwiceAndAHundredMillis() throws Exception {
        assertEquals(1, ticks());
        advance(300);
        assertEquals(1, ticks());
        advance(100);
    }

    @Test
    void missedTicksAreMadeUpForAndTheRhythmIsKept() throws Exception {
        assertEquals(1, ticks());
        advance(300);
        assertEquals(1, ticks());

        advance(650);
        assertEquals(2, ticks());

        assertTicksAfter(250);
    }

    @Test
    void resetBeginsANewRhythm() throws Exception {
        tickTwiceAndAHundredMillis();

        interval.reset();

        assertTicksAfter(300);
    }

    @Test
    void resetToNowTicksAtOnce() throws Exception {
        tickTwiceAndAHundredMillis();

        interval.resetAfter(Duration.ZERO);

        assertEquals(1, ticks());
        assertTicksAfter(300);
    }

    @Test
    void resetToAShorterWaitKeepsThePeriod() throws Exception {
        tickTwiceAndAHundredMillis();

        interval.resetAfter(ms(20));

        assertTicksAfter(20);
    }

    @Test
    void resetToAWaitBeyondThePeriodIsKept() throws Exception {
        tickTwiceAndAHundredMillis();

        interval.resetAfter(ms(1000));

        assertTicksAfter(1000);
    }

    @Test
    void resetBeforeTheFirstTickHasNoEffect() throws Exception {
        interval.resetAfter(ms(1000));

        assertEquals(1, ticks());
    }

    @Test
    void tickThatWasYieldedWakesNobodyLater() throws Exception {
        var polls = new int[1];
        Future<Integer> oneTickThenSilence = cx -> {
            polls[0]++;
            interval.tick().poll(cx);
            return Poll.pending();
        };
        JoinHandle<Integer> waiting = runtime.enter(() -> spawn(oneTickThenSilence));
        settle();
        assertEquals(1, polls[0]);

        advance(1000);
        settle();

        assertEquals(1, polls[0]);
        waiting.abort();
    }

    @Test
    void periodOfNothingIsRefusedWithTheCure() {
        var error = assertThrows(IllegalArgumentException.class, () -> interval(Duration.ZERO));

        assertTrue(error.getMessage().contains("yieldNow()"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> interval(ms(-1)));
    }

    @Test
    void endlessPeriodTicksOnce() throws Exception {
        var endless = interval(Duration.ofSeconds(Long.MAX_VALUE));
        assertTrue(isReady(endless.tick()));

        advance(Duration.ofDays(36_500).toMillis());

        var second = endless.tick();
        assertFalse(isReady(second));
        second.cancel();
    }
}
