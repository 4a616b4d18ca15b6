package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Futures of a channel that are dropped: what they were given goes on, what they had comes back. */
class MpscDropTest extends MpscFixture {
    @Test
    void droppedReceiveLosesNothing() throws Exception {
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();
        sender.trySend("a");
        assertEquals(1, receive.wakes());

        receive.cancel();

        assertEquals("a", received());
    }

    @Test
    void droppedReceiveIsNotWoken() throws Exception {
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();

        receive.cancel();
        sender.trySend("a");

        assertEquals(0, receive.wakes());
    }

    @Test
    void sendDroppedInLineHandsItsMessageBack() throws Exception {
        fill();
        var send = sender.send("c");
        PolledByHand.of(send).poll();

        send.cancel();

        assertEquals("c", send.unsent());
        assertEquals(List.of("a", "b"), drained());
        assertEquals(2, sender.remainingCapacity());
    }

    @Test
    void sendDroppedAtItsTurnHandsItsMessageBackAndItsPlaceOn() throws Exception {
        fill();
        var first = sender.send("c");
        PolledByHand.of(first).poll();
        var second = waitingSend("d");
        received();

        first.cancel();

        assertEquals("c", first.unsent());
        assertEquals(1, second.wakes());
        assertTrue(second.poll().isReady());
        assertEquals(List.of("b", "d"), drained());
    }

    @Test
    void finishedSendHasNothingToHandBack() throws Exception {
        var send = sender.send("a");
        PolledByHand.of(send).poll();

        send.cancel();

        assertNull(send.unsent());
        assertEquals("a", received());
    }

    @Test
    void reservationDroppedAtItsTurnPassesThePlaceOn() throws Exception {
        fill();
        var first = PolledByHand.of(sender.reserve());
        first.poll();
        var second = waitingSend("c");
        received();

        first.cancel();

        assertEquals(1, second.wakes());
    }

    @Test
    void droppedSendersInLineAreSkipped() throws Exception {
        fill();
        var first = waitingSend("c");
        var middle = waitingSend("d");
        var last = waitingSend("e");

        middle.cancel();
        received();
        received();

        assertEquals(List.of(1, 0, 1), List.of(first.wakes(), middle.wakes(), last.wakes()));
    }
}
