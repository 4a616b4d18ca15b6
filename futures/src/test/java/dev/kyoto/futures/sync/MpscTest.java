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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bounded channel: places, permits, and what is common to both kinds. */
class MpscTest {
    private final Mpsc.Bounded<String> channel = Mpsc.bounded(2);
    private final Mpsc.Sender<String> sender = channel.sender();
    private final Mpsc.Receiver<String> receiver = channel.receiver();

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

    // ---- reserving

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

    // ---- dropped

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

    private void fill() {
        assertTrue(sender.trySend("a"));
        assertTrue(sender.trySend("b"));
    }

    private PolledByHand<@Nullable Void> waitingSend(String message) throws Exception {
        var send = PolledByHand.of(sender.send(message));
        assertTrue(send.poll().isPending());
        return send;
    }

    private @Nullable String received() throws Exception {
        return PolledByHand.of(receiver.recv()).poll().value();
    }

    private List<String> drained() {
        List<String> messages = new ArrayList<>();
        for (String message = receiver.tryRecv(); message != null; message = receiver.tryRecv()) {
            messages.add(message);
        }
        return messages;
    }
}
