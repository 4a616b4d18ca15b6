package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Places that are reserved before there is a message. */
class MpscReserveTest extends MpscFixture {
    @Test
    void reservedPlaceIsKept() throws Exception {
        var permit = PolledByHand.of(sender.reserve()).poll().value();
        sender.trySend("a");
        assertFalse(sender.trySend("b"));

        permit.send("c");

        assertEquals(List.of("a", "c"), drained());
    }

    @Test
    void unusedPermitGivesItsPlaceToTheNext() throws Exception {
        sender.trySend("a");
        var permit = sender.tryReserve();
        var send = waitingSend("b");

        permit.close();
        permit.close();

        assertEquals(1, send.wakes());
        assertTrue(send.poll().isReady());
        assertEquals(0, sender.remainingCapacity());
    }

    @Test
    void placeGivenBackIsAnybodys() {
        var other = sender.copy();
        var first = sender.tryReserve();
        var second = other.tryReserve();
        assertNull(sender.tryReserve());

        first.close();
        var again = other.tryReserve();
        assertNotNull(again);
        assertNull(sender.tryReserve());
        again.close();
        second.close();

        assertEquals(2, sender.remainingCapacity());
    }

    @Test
    void usedPermitClosedGivesNothingBack() {
        var permit = sender.tryReserve();
        permit.send("a");

        permit.close();

        assertEquals(1, sender.remainingCapacity());
    }

    @Test
    void permitIsForOneMessage() {
        var permit = sender.tryReserve();
        permit.send("a");

        assertThrows(IllegalStateException.class, () -> permit.send("b"));
        assertEquals(List.of("a"), drained());
    }

    @Test
    void closedPermitSendsNothing() {
        var permit = sender.tryReserve();
        permit.close();

        assertThrows(IllegalStateException.class, () -> permit.send("a"));
    }

    @Test
    void nothingToReserveInAFullChannel() {
        fill();

        assertNull(sender.tryReserve());
    }

    // ---- several at once

    @Test
    void severalPlacesAreReservedTogetherAndUsedOneByOne() throws Exception {
        var places = PolledByHand.of(sender.reserve(2)).poll().value();
        assertEquals(0, sender.remainingCapacity());
        assertFalse(sender.trySend("x"));

        places.send("a");
        assertEquals(1, places.remaining());
        places.send("b");

        assertEquals(List.of("a", "b"), drained());
        assertThrows(IllegalStateException.class, () -> places.send("c"));
        assertEquals(2, sender.remainingCapacity());
    }

    @Test
    void allPlacesAreThereOrNoneIsTaken() throws Exception {
        sender.trySend("a");

        assertNull(sender.tryReserve(2));
        assertEquals(1, sender.remainingCapacity());
        var waiting = PolledByHand.of(sender.reserve(2));
        assertTrue(waiting.poll().isPending());
        assertFalse(sender.trySend("b"), "nobody overtakes the one whose turn it is");
        received();

        assertEquals(1, waiting.wakes());
        assertEquals(2, waiting.poll().value().remaining());
    }

    @Test
    void unusedPlacesGoToTheNext() throws Exception {
        var places = sender.tryReserve(2);
        var waiting = PolledByHand.of(sender.reserve(2));
        waiting.poll();

        places.close();
        places.close();

        assertEquals(1, waiting.wakes());
        waiting.poll().value().close();
        assertEquals(2, sender.remainingCapacity());
        assertThrows(IllegalStateException.class, () -> places.send("a"));
    }

    @Test
    void onlyWhatIsLeftOfAReservationComesBack() throws Exception {
        var places = sender.tryReserve(2);
        places.send("a");

        places.close();

        assertEquals(1, sender.remainingCapacity());
        assertNotNull(sender.tryReserve(1));
        assertNull(sender.tryReserve(1));
        received();
        assertNotNull(sender.tryReserve(1));
    }

    @Test
    void reservationDroppedHalfCollectedGivesBackWhatItHas() throws Exception {
        sender.trySend("a");
        var waiting = PolledByHand.of(sender.reserve(2));
        waiting.poll();

        waiting.cancel();

        assertTrue(sender.trySend("b"));
    }

    @Test
    void reservationOutlivesTheClosedReceiverAndEndsTheChannelWhenItIsClosed() throws Exception {
        var places = sender.tryReserve(2);
        receiver.close();
        var receive = PolledByHand.of(receiver.recv());
        assertTrue(receive.poll().isPending());
        places.send("last words");
        assertEquals("last words", receive.poll().value());
        var end = PolledByHand.of(receiver.recv());
        assertTrue(end.poll().isPending());

        places.close();

        assertEquals(1, end.wakes());
        assertNull(end.poll().value());
    }

    @Test
    void closedChannelReservesNothing() {
        receiver.close();

        assertThrows(
                ClosedException.class, () -> PolledByHand.of(sender.reserve(2)).poll());
        assertThrows(ClosedException.class, () -> sender.tryReserve(2));
    }

    @Test
    void morePlacesThanThereAreOrNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> sender.reserve(3));
        assertThrows(IllegalArgumentException.class, () -> sender.reserve(0));
        assertThrows(IllegalArgumentException.class, () -> sender.tryReserve(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> sender.tryReserve(-1));
    }
}
