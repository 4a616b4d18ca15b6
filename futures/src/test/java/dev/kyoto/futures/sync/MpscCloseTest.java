package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import org.junit.jupiter.api.Test;

/** The end of a channel, from either side. */
class MpscCloseTest extends MpscFixture {
    // ---- the senders are closed

    @Test
    void lastSenderClosedWakesTheReceiver() throws Exception {
        var copy = sender.copy();
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();

        sender.close();
        sender.close();
        assertEquals(0, receive.wakes());
        assertTrue(receive.poll().isPending());

        copy.close();
        assertEquals(1, receive.wakes());
        assertNull(receive.poll().value());
    }

    @Test
    void receiverTakesWhatIsLeftThenSeesTheEndEveryTime() throws Exception {
        fill();
        sender.close();

        assertEquals("a", received());
        assertEquals("b", received());
        assertNull(received());
        assertNull(received());
        assertThrows(ClosedException.class, receiver::tryRecv);
    }

    @Test
    void permitOutstandingAtTheEndIsWaitedFor() throws Exception {
        var permit = sender.tryReserve();
        sender.close();
        var receive = PolledByHand.of(receiver.recv());
        assertTrue(receive.poll().isPending());

        permit.send("last words");

        assertEquals(1, receive.wakes());
        assertEquals("last words", receive.poll().value());
        assertNull(received());
    }

    @Test
    void permitReturnedAtTheEndWakesTheReceiver() throws Exception {
        var permit = sender.tryReserve();
        sender.close();
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();

        permit.close();

        assertEquals(1, receive.wakes());
        assertNull(receive.poll().value());
    }

    @Test
    void sendWaitingWhenTheLastSenderIsClosedFails() throws Exception {
        fill();
        var send = sender.send("c");
        var waiting = PolledByHand.of(send);
        waiting.poll();

        sender.close();

        assertEquals(1, waiting.wakes());
        var failure = assertThrows(ClosedException.class, waiting::poll);
        assertTrue(failure.getMessage().contains("last sender"), failure.getMessage());
        assertEquals("c", send.unsent());
    }

    @Test
    void reservationWaitingWhenTheLastSenderIsClosedFails() throws Exception {
        fill();
        var waiting = PolledByHand.of(sender.reserve());
        waiting.poll();

        sender.close();

        assertEquals(1, waiting.wakes());
        assertThrows(ClosedException.class, waiting::poll);
    }

    @Test
    void closedHandleIsRefused() {
        var other = sender.copy();
        sender.close();

        assertThrows(ClosedException.class, () -> sender.send("a"));
        assertThrows(ClosedException.class, () -> sender.trySend("a"));
        assertThrows(ClosedException.class, sender::reserve);
        assertThrows(ClosedException.class, sender::copy);
        assertTrue(other.trySend("a"));
    }

    // ---- the receiver is closed

    @Test
    void receiverClosedFailsSendersWithTheReason() {
        receiver.close();

        var failure = assertThrows(ClosedException.class, () -> sender.trySend("a"));
        assertTrue(failure.getMessage().contains("receiver was closed"), failure.getMessage());
        var send = sender.send("a");
        assertThrows(ClosedException.class, () -> PolledByHand.of(send).poll());
        assertEquals("a", send.unsent());
        assertThrows(
                ClosedException.class, () -> PolledByHand.of(sender.reserve()).poll());
        assertThrows(ClosedException.class, sender::tryReserve);
    }

    @Test
    void receiverClosedFailsTheSendersInLine() throws Exception {
        fill();
        var send = waitingSend("c");

        receiver.close();

        assertEquals(1, send.wakes());
        assertThrows(ClosedException.class, send::poll);
    }

    @Test
    void closedReceiverTakesWhatIsLeftThenSeesTheEnd() throws Exception {
        fill();

        receiver.close();
        receiver.close();

        assertEquals("a", received());
        assertEquals("b", receiver.tryRecv());
        assertNull(received());
    }

    @Test
    void permitOutlivesTheClosedReceiver() throws Exception {
        var permit = sender.tryReserve();
        receiver.close();
        var receive = PolledByHand.of(receiver.recv());
        assertTrue(receive.poll().isPending());

        permit.send("last words");

        assertEquals("last words", receive.poll().value());
        assertNull(received());
    }

    @Test
    void placeGivenToASenderWhoIsDroppedAfterTheCloseEndsTheChannel() throws Exception {
        fill();
        var send = waitingSend("c");
        received();
        receiver.close();
        received();
        var receive = PolledByHand.of(receiver.recv());
        assertTrue(receive.poll().isPending(), "the sender in line has been given a place and may use it");

        send.cancel();

        assertEquals(1, receive.wakes());
        assertNull(receive.poll().value());
    }

    @Test
    void receiverClosedElsewhereEndsTheWaitingReceive() throws Exception {
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();

        receiver.close();

        assertEquals(1, receive.wakes());
        assertNull(receive.poll().value());
    }

    @Test
    void sendersLearnThatTheReceiverIsClosed() throws Exception {
        var copy = sender.copy();
        var one = PolledByHand.of(sender.closed());
        var other = PolledByHand.of(copy.closed());
        var unpolled = PolledByHand.of(copy.closed());
        assertTrue(one.poll().isPending());
        assertTrue(other.poll().isPending());
        assertFalse(sender.isClosed());

        receiver.close();

        assertEquals(1, one.wakes());
        assertEquals(1, other.wakes());
        assertTrue(one.poll().isReady());
        assertTrue(unpolled.poll().isReady());
        assertTrue(copy.isClosed());
    }
}
