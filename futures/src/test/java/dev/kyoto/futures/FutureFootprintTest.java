package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Guards against growth that nobody meant: whoever makes one of these larger changes a number here, and says why. */
class FutureFootprintTest {
    @Test
    void smallFutures() {
        assertEquals(24, Footprint.of(YieldNow.class));
        assertEquals(24, Footprint.of(Immediate.class));
        // Of these, one byte is whether the waker was asked for: how a console finds polls that arrange for no wake.
        assertEquals(32, Footprint.of(Context.of(Waker.noop()).getClass()));
    }
}
