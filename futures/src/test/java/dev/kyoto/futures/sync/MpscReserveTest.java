package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
}
