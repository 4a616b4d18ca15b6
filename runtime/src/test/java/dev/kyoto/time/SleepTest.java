package dev.kyoto.time;

import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sleeps that are reset and dropped, and a clock that is moved in steps of any size. */
class SleepTest extends ManualTimeTestCase {
    // ---- the clock

    @Test
    void clockMovesByExactlyWhatItIsTold() {
        clock.advance(Duration.ofNanos(51_592_000));
        clock.advance(Duration.ofNanos(1_000));
        clock.advance(ms(1));

        assertEquals(52_593_000, clock.nanos());
    }

    @Test
    void sleepIsPendingUntilTheClockHasMovedFarEnough() throws Exception {
        advance(1);
        var sleep = sleep(ms(300));

        assertFalse(isReady(sleep));
        advance(100);
        assertFalse(isReady(sleep));
        advance(199);
        assertFalse(isReady(sleep));
        advance(1);

        assertTrue(isReady(sleep));
    }

    @Test
    void timeThatPassesBeforeTheFirstPollDoesNotCount() throws Exception {
        var sleep = sleep(ms(300));
        advance(1000);

        assertFalse(isReady(sleep));
        advance(300);

        assertTrue(isReady(sleep));
    }

    @Test
    void stepsOfLessThanAMillisecondAddUp() throws Exception {
        var sleep = sleep(ms(1));
        for (int i = 0; i < 4; i++) {
            assertFalse(isReady(sleep));
            clock.advance(Duration.ofNanos(250_000));
        }

        assertTrue(isReady(sleep));
    }

    @Test
    void longSleepIsNotEndedByAStepThatIsNoWholeMillisecond() throws Exception {
        advance(1);
        var sleep = sleep(Duration.ofSeconds(60));
        assertFalse(isReady(sleep));

        clock.advance(Duration.ofNanos(51_592_000));

        assertFalse(isReady(sleep));
    }

    @Test
    void sleeperIsWokenWhenTheClockHasMovedFarEnoughAndNotBefore() throws Exception {
        JoinHandle<?> sleeping = runtime.enter(() -> spawn(sleep(ms(60))));
        settle();

        advance(59);
        settle();
        assertFalse(sleeping.isFinished());
        advance(1);
        settle();

        assertTrue(sleeping.isFinished());
    }

    @Test
    void sleepTellsWhetherItIsOver() throws Exception {
        var sleep = sleep(ms(300));
        advance(300);
        assertFalse(sleep.isElapsed(), "it has not begun");
        assertFalse(isReady(sleep));
        advance(299);
        settle();
        assertFalse(sleep.isElapsed());

        advance(1);
        settle();

        assertTrue(sleep.isElapsed());
        sleep.reset(ms(300));
        assertFalse(sleep.isElapsed());
        advance(300);
        assertTrue(isReady(sleep));
        assertTrue(sleep.isElapsed());
    }

    // ---- reset

    @Test
    void sleepResetToLaterEndsLater() throws Exception {
        var sleep = sleep(ms(100));
        assertFalse(isReady(sleep));

        sleep.reset(ms(200));

        advance(100);
        assertFalse(isReady(sleep));
        advance(100);
        assertTrue(isReady(sleep));
    }

    @Test
    void sleepResetToEarlierEndsEarlier() throws Exception {
        var sleep = sleep(ms(100));
        assertFalse(isReady(sleep));
        advance(10);

        sleep.reset(ms(70));

        advance(69);
        assertFalse(isReady(sleep));
        advance(1);
        assertTrue(isReady(sleep));
    }

    @Test
    void sleepResetToThePastIsOver() throws Exception {
        var sleep = sleep(ms(100));
        assertFalse(isReady(sleep));
        advance(50);

        sleep.reset(ms(-10));

        assertTrue(isReady(sleep));
    }

    @Test
    void resetTaskIsWokenAtTheNewTimeOnly() throws Exception {
        var sleep = sleep(ms(10));
        JoinHandle<?> sleeping = runtime.enter(() -> spawn(resetAtItsSecondPoll(sleep)));
        settle();

        advance(10);
        settle();
        assertFalse(sleeping.isFinished());
        advance(590);
        settle();

        assertTrue(sleeping.isFinished());
    }

    /** Wakes itself once, and then prolongs its sleep to 600 ms. */
    private static Future<Integer> resetAtItsSecondPoll(Sleep sleep) {
        var polls = new int[1];
        return cx -> {
            polls[0]++;
            if (polls[0] == 1) {
                cx.waker().wake();
            } else if (polls[0] == 2) {
                sleep.reset(ms(600));
            }
            return sleep.poll(cx).isReady() ? Poll.ready(polls[0]) : Poll.pending();
        };
    }

    // ---- dropped

    @Test
    void sleepResetIntoTheSlotOfAnotherAndDroppedLeavesTheOther() throws Exception {
        var first = sleep(ms(5));
        var moved = sleep(ms(5));
        var other = sleep(ms(10));
        for (Sleep sleep : List.of(first, moved, other)) {
            assertFalse(isReady(sleep));
        }
        moved.reset(ms(10));
        advance(5);
        assertTrue(isReady(first));

        moved.cancel();

        advance(5);
        assertTrue(isReady(other));
    }

    @Test
    void firstSleeperThatWakesMayDropTheOthers() throws Exception {
        List<Sleep> sleeps = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sleeps.add(sleep(ms(10)));
        }
        Future<Integer> all = cx -> {
            for (Sleep sleep : sleeps) {
                if (sleep.poll(cx).isReady()) {
                    sleeps.forEach(Sleep::cancel);
                    return Poll.ready(1);
                }
            }
            return Poll.pending();
        };
        JoinHandle<Integer> sleeping = runtime.enter(() -> spawn(all));
        settle();

        advance(11);
        settle();

        assertTrue(sleeping.isFinished());
    }
}
