package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtomicWakerTest {
    private final List<String> woken = new ArrayList<>();
    private final AtomicWaker slot = new AtomicWaker();

    @Test
    void latestRegisteredWakerIsWokenOnce() {
        slot.register(() -> woken.add("first"));
        slot.register(() -> woken.add("second"));

        slot.wake();
        slot.wake();

        assertEquals(List.of("second"), woken);
    }

    @Test
    void sameWakerRegistersAgainAfterItWasTaken() {
        Waker waker = () -> woken.add("again");
        slot.register(waker);
        assertSame(waker, slot.take());

        slot.register(waker);
        slot.wake();

        assertEquals(List.of("again"), woken);
        assertNull(slot.take());
    }

    @Test
    void clearedWakerIsNotWokenUntilItRegistersAgain() {
        Waker waker = () -> woken.add("again");
        slot.register(waker);

        slot.clear();
        slot.wake();
        assertEquals(List.of(), woken);

        slot.register(waker);
        slot.wake();
        assertEquals(List.of("again"), woken);
    }
}
