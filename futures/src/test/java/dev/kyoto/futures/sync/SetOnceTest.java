package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import org.junit.jupiter.api.Test;

class SetOnceTest {
    private final SetOnce<String> once = new SetOnce<>();

    @Test
    void settingWakesEveryoneWhoWaits() throws Exception {
        var one = PolledByHand.of(once.whenSet());
        var other = PolledByHand.of(once.whenSet());
        assertTrue(one.poll().isPending());
        assertTrue(other.poll().isPending());

        once.set("value");

        assertEquals(1, one.wakes());
        assertEquals(1, other.wakes());
        assertEquals("value", one.poll().value());
        assertEquals("value", other.poll().value());
    }

    @Test
    void whatWasSetIsThereAtOnce() throws Exception {
        assertNull(once.get());
        assertFalse(once.isSet());

        once.set("value");

        assertEquals("value", once.get());
        assertTrue(once.isSet());
        assertEquals("value", PolledByHand.of(once.whenSet()).poll().value());
    }

    @Test
    void firstValueStays() {
        assertTrue(once.trySet("first"));

        assertFalse(once.trySet("second"));
        assertThrows(IllegalStateException.class, () -> once.set("third"));

        assertEquals("first", once.get());
    }

    @Test
    void droppedWaitIsNotWoken() throws Exception {
        var waiting = PolledByHand.of(once.whenSet());
        waiting.poll();

        waiting.cancel();
        once.set("value");

        assertEquals(0, waiting.wakes());
    }

    @Test
    void waitThatWasReadyAndDroppedLosesNothing() throws Exception {
        var waiting = PolledByHand.of(once.whenSet());
        waiting.poll();
        once.set("value");

        waiting.cancel();

        assertEquals("value", PolledByHand.of(once.whenSet()).poll().value());
    }

    @Test
    void nullIsNoValue() {
        assertThrows(NullPointerException.class, () -> once.set(null));
    }
}
