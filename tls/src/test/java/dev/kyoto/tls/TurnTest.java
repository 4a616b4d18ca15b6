package dev.kyoto.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final Turn turn = new Turn();
    private final AtomicInteger wakes = new AtomicInteger();
    private final Context other = Context.of(wakes::incrementAndGet);

    @Test
    void whoComesSecondIsRefusedAndWokenWhenItIsFree() {
        assertTrue(turn.tryTake(Context.of(() -> {})));
        assertFalse(turn.tryTake(other));
        assertEquals(0, wakes.get());

        turn.release();

        assertEquals(1, wakes.get());
        assertTrue(turn.tryTake(other));
    }

    @Test
    void whoWasNotRefusedIsNotWoken() {
        assertTrue(turn.tryTake(other));
        turn.release();
        assertEquals(0, wakes.get());
    }
}
