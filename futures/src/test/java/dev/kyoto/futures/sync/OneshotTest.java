package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneshotTest {
    private final Oneshot<String> channel = Oneshot.channel();
    private final Oneshot.Sender<String> sender = channel.sender();
    private final Oneshot.Receiver<String> receiver = channel.receiver();
    private final PolledByHand<String> receive = PolledByHand.of(receiver);

    @Test
    void sentThenReceived() throws Exception {
        assertTrue(sender.send("value"));

        assertEquals("value", receive.poll().value());
    }

    @Test
    void sendWakesTheReceiver() throws Exception {
        assertTrue(receive.poll().isPending());

        sender.send("value");

        assertEquals(1, receive.wakes());
        assertEquals("value", receive.poll().value());
    }

    @Test
    void theLatestWakerIsWoken() throws Exception {
        List<String> woken = new ArrayList<>();
        receiver.poll(Context.of(() -> woken.add("first task")));
        receiver.poll(Context.of(() -> woken.add("second task")));

        sender.send("value");

        assertEquals(List.of("second task"), woken);
    }

    @Test
    void senderClosedFailsTheWaitingReceiver() throws Exception {
        assertTrue(receive.poll().isPending());

        sender.close();

        assertEquals(1, receive.wakes());
        assertThrows(ClosedException.class, receive::poll);
    }

    @Test
    void senderClosedBeforeTheFirstPoll() {
        sender.close();

        assertThrows(ClosedException.class, receive::poll);
    }

    @Test
    void senderClosedAfterTheSendTakesNothingBack() throws Exception {
        sender.send("value");
        sender.close();
        sender.close();

        assertEquals("value", receive.poll().value());
    }

    @Test
    void sendToAClosedReceiverSaysSo() {
        receiver.close();

        assertFalse(sender.send("value"));
        assertFalse(sender.send("value"), "and again");
    }

    @Test
    void sendToADroppedReceiverSaysSo() throws Exception {
        receive.poll();
        receive.cancel();

        assertFalse(sender.send("value"));
        assertEquals(0, receive.wakes());
    }

    @Test
    void valueSentBeforeTheReceiverWasDroppedCanStillBeTaken() throws Exception {
        receive.poll();
        assertTrue(sender.send("value"));

        receive.cancel();

        assertEquals("value", receiver.tryReceive());
    }

    @Test
    void receiverClosedElsewhereWakesTheOneThatWaits() throws Exception {
        receive.poll();

        receiver.close();

        assertEquals(1, receive.wakes());
        assertThrows(ClosedException.class, receive::poll);
    }

    @Test
    void closedReceiverStillTakesTheValueSentBefore() throws Exception {
        sender.send("value");

        receiver.close();

        assertFalse(receiver.isEmpty());
        assertEquals("value", receive.poll().value());
    }

    @Test
    void closedReceiverWithoutAValueFailsWithoutWaiting() {
        receiver.close();

        assertThrows(ClosedException.class, receiver::tryReceive);
        assertThrows(ClosedException.class, receive::poll);
    }

    @Test
    void closingAfterTheValueWasTakenDoesNothing() throws Exception {
        sender.send("value");
        receive.poll();

        receiver.close();
        receiver.close();

        assertThrows(IllegalStateException.class, receiver::tryReceive);
    }

    @Test
    void receiverIsEmptyBeforeTheValueAndAfterItWasTaken() {
        assertTrue(receiver.isEmpty());
        sender.send("value");
        assertFalse(receiver.isEmpty());

        receiver.tryReceive();

        assertTrue(receiver.isEmpty());
    }

    @Test
    void closedReceiverWithoutAValueIsEmpty() {
        var withoutSender = Oneshot.<String>channel();

        receiver.close();
        withoutSender.sender().close();

        assertTrue(receiver.isEmpty());
        assertTrue(withoutSender.receiver().isEmpty());
    }

    @Test
    void tryReceiveNeverWaits() {
        assertNull(receiver.tryReceive());

        sender.send("value");

        assertEquals("value", receiver.tryReceive());
    }

    @Test
    void valueIsTakenOnce() {
        sender.send("value");
        receiver.tryReceive();

        assertThrows(IllegalStateException.class, receiver::tryReceive);
        assertThrows(IllegalStateException.class, receive::poll);
    }

    @Test
    void tryReceiveFailsWhenNothingCanCome() {
        sender.close();

        assertThrows(ClosedException.class, receiver::tryReceive);
    }

    @Test
    void secondSendIsRefused() {
        sender.send("value");

        assertThrows(IllegalStateException.class, () -> sender.send("another"));
        assertEquals("value", receiver.tryReceive());
        assertThrows(IllegalStateException.class, () -> sender.send("another"));
    }

    @Test
    void sendAfterCloseIsRefused() {
        sender.close();

        assertThrows(IllegalStateException.class, () -> sender.send("value"));
    }

    @Test
    void nullIsRefused() {
        assertThrows(NullPointerException.class, () -> sender.send(null));

        assertNull(receiver.tryReceive());
    }

    // ---- the sender waits for the receiver to go

    @Test
    void receiverClosedWakesTheSender() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        assertTrue(closed.poll().isPending());
        assertFalse(sender.isClosed());

        receiver.close();

        assertEquals(1, closed.wakes());
        assertTrue(sender.isClosed());
        assertTrue(closed.poll().isReady());
    }

    @Test
    void theLatestWakerOfAClosedIsWoken() throws Exception {
        List<String> woken = new ArrayList<>();
        var closed = sender.closed();
        closed.poll(Context.of(() -> woken.add("first task")));
        closed.poll(Context.of(() -> woken.add("second task")));

        receiver.close();

        assertEquals(List.of("second task"), woken);
    }

    @Test
    void receiverDroppedWakesTheSender() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        closed.poll();

        receive.cancel();

        assertEquals(1, closed.wakes());
        assertTrue(closed.poll().isReady());
    }

    @Test
    void everyoneWhoWaitsForTheCloseIsWoken() throws Exception {
        var one = PolledByHand.of(sender.closed());
        var other = PolledByHand.of(sender.closed());
        one.poll();
        other.poll();

        receiver.close();

        assertEquals(1, one.wakes());
        assertEquals(1, other.wakes());
    }

    @Test
    void closedIsReadyWhenAskedLate() throws Exception {
        receiver.close();

        assertTrue(PolledByHand.of(sender.closed()).poll().isReady());
    }

    @Test
    void closedMadeBeforeAndPolledAfterTheCloseIsReady() throws Exception {
        var closed = PolledByHand.of(sender.closed());

        receiver.close();

        assertTrue(closed.poll().isReady());
    }

    @Test
    void sendEndsTheWaitForTheClose() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        closed.poll();

        sender.send("value");

        assertEquals(1, closed.wakes());
        assertTrue(closed.poll().isReady());
    }

    @Test
    void droppedClosedIsNotWoken() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        closed.poll();

        closed.cancel();
        receiver.close();

        assertEquals(0, closed.wakes());
    }
}
