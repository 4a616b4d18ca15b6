package dev.kyoto.internal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Footprint;
import org.junit.jupiter.api.Test;

/** Guards against growth that nobody meant: a million of these must fit into memory. */
class TimerFootprintTest {
    @Test
    void sleepIsItsOwnEntryInTheWheel() {
        assertEquals(48, Footprint.of(SleepFuture.class));
    }
}
