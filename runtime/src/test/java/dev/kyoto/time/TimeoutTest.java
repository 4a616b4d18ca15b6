package dev.kyoto.time;

import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.timeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Signal;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Time limits, by the millisecond. */
class TimeoutTest extends ManualTimeTestCase {
    private final Signal<Integer> answer = new Signal<>();

    @Test
    void valueThatIsReadyWinsOverALimitThatIsLongPast() throws Exception {
        assertEquals(7, runtime.blockOn(timeout(ms(-1000), ready(7))));
    }

    @Test
    void valueWithinTheLimitIsYielded() throws Exception {
        var limited = timeout(ms(100), answer);
        assertFalse(isReady(limited));
        advance(90);
        assertFalse(isReady(limited));

        answer.send(7);

        assertTrue(isReady(limited));
        assertFalse(answer.isDropped());
    }

    @Test
    void valueThatComesWithTheDeadlineIsYielded() throws Exception {
        var limited = timeout(ms(100), answer);
        assertFalse(isReady(limited));

        answer.send(7);
        advance(100);

        assertTrue(isReady(limited));
    }

    @Test
    void futureIsDroppedAtTheDeadlineAndNotBefore() throws Exception {
        var limited = timeout(ms(300), answer);
        assertFalse(isReady(limited));
        advance(299);
        assertFalse(isReady(limited));
        assertFalse(answer.isDropped());

        advance(1);

        assertThrows(TimeoutException.class, () -> isReady(limited));
        assertTrue(answer.isDropped());
    }

    @Test
    void limitOfNothingEndsWhatIsNotReady() {
        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(Duration.ZERO, pending())));
    }

    @Test
    void endlessLimitNeverEnds() throws Exception {
        var limited = timeout(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), answer);
        assertFalse(isReady(limited));
        advance(Duration.ofDays(3650).toMillis());
        assertFalse(isReady(limited));

        answer.send(7);

        assertTrue(isReady(limited));
    }
}
