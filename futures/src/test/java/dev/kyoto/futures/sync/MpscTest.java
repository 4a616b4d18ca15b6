package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bounded channel: sending, receiving, and misuse. */
class MpscTest extends MpscFixture {
    // ---- sending and receiving

    @Test
    void messagesArriveInOrder() throws Exception {
        assertTrue(PolledByHand.of(sender.send("a")).poll().isReady());
        assertTrue(sender.trySend("b"));

        assertEquals("a", received());
        assertEquals("b", received());
        assertNull(receiver.tryRecv());
    }

    @Test
    void sendDoesNothingBeforeItsFirstPoll() {
        var send = sender.send("a");

        assertNull(receiver.tryRecv());
        assertEquals("a", send.unsent());
        assertEquals(2, sender.remainingCapacity());
    }

    @Test
    void sendWakesTheReceiver() throws Exception {
        var receive = PolledByHand.of(receiver.recv());
        assertTrue(receive.poll().isPending());

        sender.trySend("a");

        assertEquals(1, receive.wakes());
        assertEquals("a", receive.poll().value());
    }

    @Test
    void fullChannelMakesSendersWait() throws Exception {
        fill();
        assertFalse(sender.trySend("c"));
        var send = waitingSend("c");

        assertEquals("a", received());

        assertEquals(1, send.wakes());
        assertTrue(send.poll().isReady());
        assertEquals(List.of("b", "c"), drained());
    }

    @Test
    void waitingSendersAreServedInOrder() throws Exception {
        fill();
        var third = waitingSend("c");
        var fourth = waitingSend("d");

        received();

        assertEquals(1, third.wakes());
        assertEquals(0, fourth.wakes());
        assertFalse(sender.trySend("e"), "nobody overtakes the one whose turn it is");
    }

    @Test
    void fullChannelRefusesUntilThereIsRoom() throws Exception {
        fill();
        assertFalse(sender.trySend("c"));

        assertEquals("a", received());
        assertTrue(sender.trySend("c"));
        sender.close();

        assertEquals("b", received());
        assertEquals("c", received());
        assertNull(received());
    }

    @Test
    void tryRecvTellsAnEmptyChannelFromOneThatHasEnded() {
        assertNull(receiver.tryRecv());
        fill();
        assertEquals("a", receiver.tryRecv());
        assertEquals("b", receiver.tryRecv());
        assertNull(receiver.tryRecv());
        fill();

        sender.close();

        assertEquals("a", receiver.tryRecv());
        assertEquals("b", receiver.tryRecv());
        assertThrows(ClosedException.class, receiver::tryRecv);
    }

    @Test
    void capacityIsTold() {
        sender.trySend("a");

        assertEquals(2, sender.capacity());
        assertEquals(1, sender.remainingCapacity());
        assertEquals(1, receiver.len());
    }

    @Test
    void manyAreReceivedAtOnce() throws Exception {
        fill();
        List<Object> messages = new ArrayList<>();

        assertEquals(2, PolledByHand.of(receiver.recvMany(messages, 10)).poll().value());

        assertEquals(List.of("a", "b"), messages);
        assertEquals(2, sender.remainingCapacity());
    }

    @Test
    void noMoreThanTheLimitAreReceivedAtOnce() throws Exception {
        fill();
        List<String> messages = new ArrayList<>();

        assertEquals(1, PolledByHand.of(receiver.recvMany(messages, 1)).poll().value());

        assertEquals(List.of("a"), messages);
        assertEquals("b", receiver.tryRecv());
    }

    @Test
    void recvManyWaitsForTheFirst() throws Exception {
        List<String> messages = new ArrayList<>();
        var receive = PolledByHand.of(receiver.recvMany(messages, 10));
        assertTrue(receive.poll().isPending());

        fill();

        assertEquals(1, receive.wakes());
        assertEquals(2, receive.poll().value());
    }

    @Test
    void recvManyYieldsZeroAtTheEnd() throws Exception {
        sender.close();

        assertEquals(
                0,
                PolledByHand.of(receiver.recvMany(new ArrayList<>(), 10)).poll().value());
    }

    // ---- misuse

    @Test
    void secondReceiveIsRefusedWhileOneWaits() throws Exception {
        var waiting = PolledByHand.of(receiver.recv());
        waiting.poll();

        assertThrows(
                IllegalStateException.class,
                () -> PolledByHand.of(receiver.recv()).poll());

        sender.trySend("a");
        assertEquals(1, waiting.wakes());
        assertEquals("a", waiting.poll().value());
        sender.trySend("b");
        assertEquals("b", received());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Mpsc.bounded(0));
        assertThrows(IllegalArgumentException.class, () -> receiver.recvMany(new ArrayList<>(), 0));
        assertThrows(NullPointerException.class, () -> sender.trySend(null));
        assertThrows(NullPointerException.class, () -> sender.send(null));
        var permit = sender.tryReserve();
        assertThrows(NullPointerException.class, () -> permit.send(null));
        permit.send("the permit is still good");
        assertNotNull(receiver.tryRecv());
    }
}
