package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarrierTest {
    private final Barrier barrier = new Barrier(3);

    @Test
    void lastToArriveLeadsAndWakesTheOthers() throws Exception {
        var first = waiting();
        var second = waiting();

        assertTrue(arriving().poll().value());

        assertEquals(List.of(1, 1), List.of(first.wakes(), second.wakes()));
        assertFalse(first.poll().value());
        assertFalse(second.poll().value());
    }

    @Test
    void nobodyArrivesBeforeTheFirstPoll() throws Exception {
        barrier.arrive();
        waiting();
        waiting();

        assertEquals("Barrier[2 of 3 arrived]", barrier.toString());
    }

    @Test
    void nextRoundBeginsAnew() throws Exception {
        waiting();
        waiting();
        arriving().poll();

        var first = waiting();
        var second = waiting();

        assertTrue(arriving().poll().value());
        assertEquals(List.of(1, 1), List.of(first.wakes(), second.wakes()));
    }

    @Test
    void spuriousPollDoesNotArriveAgain() throws Exception {
        var first = waiting();

        assertTrue(first.poll().isPending());
        assertTrue(first.poll().isPending());

        assertEquals("Barrier[1 of 3 arrived]", barrier.toString());
    }

    @Test
    void onePartyNeverWaits() throws Exception {
        var alone = new Barrier(1);

        assertTrue(PolledByHand.of(alone.arrive()).poll().value());
        assertTrue(PolledByHand.of(alone.arrive()).poll().value());
        assertEquals(1, alone.parties());
        assertThrows(IllegalArgumentException.class, () -> new Barrier(0));
    }

    @Test
    void whoIsDroppedWhileOthersAreMissingHasNotArrived() throws Exception {
        var first = waiting();
        var second = waiting();

        first.cancel();
        var third = waiting();

        assertTrue(arriving().poll().value());
        assertEquals(List.of(0, 1, 1), List.of(first.wakes(), second.wakes(), third.wakes()));
    }

    @Test
    void whoIsDroppedAfterTheLastOneCameHasTakenPart() throws Exception {
        var first = waiting();
        waiting();
        arriving().poll();

        first.cancel();

        assertEquals("Barrier[0 of 3 arrived]", barrier.toString());
        var again = waiting();
        waiting();
        assertTrue(arriving().poll().value());
        assertEquals(1, again.wakes());
    }

    @Test
    void whoIsDroppedWhileTheBarrierOpensTakesNothingFromTheNextRound() throws Exception {
        // More than are woken in one go, so that the last is not told yet when the first is woken.
        var wide = new Barrier(100);
        var last = wide.arrive();
        var opened = new boolean[1];
        Waker whoComesFirst = () -> {
            opened[0] = true;
            last.cancel();
        };
        assertTrue(wide.arrive().poll(Context.of(whoComesFirst)).isPending());
        for (int i = 0; i < 97; i++) {
            assertTrue(wide.arrive().poll(Context.of(Waker.noop())).isPending());
        }
        assertTrue(last.poll(Context.of(Waker.noop())).isPending());

        assertTrue(wide.arrive().poll(Context.of(Waker.noop())).value());

        assertTrue(opened[0]);
        assertEquals("Barrier[0 of 100 arrived]", wide.toString());
    }

    private PolledByHand<Boolean> arriving() {
        return PolledByHand.of(barrier.arrive());
    }

    private PolledByHand<Boolean> waiting() throws Exception {
        var waiting = arriving();
        assertTrue(waiting.poll().isPending());
        return waiting;
    }
}
