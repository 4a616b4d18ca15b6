package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WokenChildrenTest {
    private static final int COUNT = 130;

    private final List<String> log = new ArrayList<>();
    private final WokenChildren children = new WokenChildren(COUNT);
    private final Waker[] wakers = new Waker[COUNT];

    /** As if each had been polled once. */
    WokenChildrenTest() {
        for (int i = 0; i < COUNT; i++) {
            assertEquals(i, children.next(0, COUNT));
            wakers[i] = children.begin(i);
        }
        children.register(() -> log.add("task"));
    }

    @Test
    void noneIsWoken() {
        assertEquals(COUNT, children.next(0, COUNT));
        assertEquals(5, children.next(3, 5));
    }

    @Test
    void onlyThoseInTheRangeAreFound() {
        wakers[70].wake();

        assertEquals(70, children.next(0, 128));
        assertEquals(70, children.next(70, 71));
        assertEquals(COUNT, children.next(71, COUNT));
        assertEquals(64, children.next(0, 64));
        assertEquals(66, children.next(0, 66));
    }

    @Test
    void wakerOfAChildIsAlwaysTheSame() {
        assertSame(wakers[64], children.begin(64));
    }

    @Test
    void lateWakesOfAChildThatIsNoLongerPolledWakeTheTaskOnce() {
        wakers[3].wake();
        children.register(() -> log.add("task"));
        wakers[3].wake();

        assertEquals(List.of("task"), log);
    }

    @Test
    void forgottenTaskIsNotWoken() {
        children.forgetTask();

        wakers[3].wake();

        assertEquals(List.of(), log);
    }
}
