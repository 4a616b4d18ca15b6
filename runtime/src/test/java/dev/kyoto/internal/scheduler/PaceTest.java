package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void pollsOfMoreThanATenthOfAMillisecondAreSlow() {
        pace.begin(0, 0);
        pace.end(100_001, 1);
        assertTrue(pace.isSlow());
    }

    @Test
    void manyShortPollsAreNotSlowHoweverLongTheyTakeTogether() {
        pace.begin(0, 0);
        pace.end(100_000_000, 1_000);
        assertFalse(pace.isSlow());
    }

    @Test
    void timeAsleepIsNotCounted() {
        pace.begin(0, 0);
        pace.end(1_000, 1);
        pace.begin(1_000_000_000, 1);
        pace.end(1_000_001_000, 2);
        assertFalse(pace.isSlow());
    }

    @Test
    void wakingUpForNothingChangesNothing() {
        pace.begin(0, 0);
        pace.end(1_000_000, 1);
        pace.begin(2_000_000, 1);
        pace.end(2_000_001, 1);
        assertTrue(pace.isSlow());
    }
}
