package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MpmcTest {
    private final Mpmc.Bounded<String> channel = Mpmc.bounded(2);
    private final Mpsc.Sender<String> sender = channel.sender();
    private final Mpmc.Receiver<String> receiver = channel.receiver();

    // ---- who gets what

    @Test
    void eachMessageGoesToOneReceiver() throws Exception {
        var other = receiver.copy();
        assertTrue(PolledByHand.of(sender.send("a")).poll().isReady());
        assertTrue(sender.trySend("b"));
        assertEquals(2, receiver.len());

        assertEquals("a", received());
        assertEquals("b", other.tryRecv());
        assertNull(receiver.tryRecv());
    }

    @Test
    void receiversAreServedInTheOrderInWhichTheyBeganToWait() throws Exception {
        var first = waiting();
        var second = waiting();

        sender.trySend("a");
        assertEquals(List.of(1, 0), List.of(first.wakes(), second.wakes()));
        assertNull(receiver.tryRecv(), "nobody overtakes the one whose turn it is");
        sender.trySend("b");

        assertEquals("a", first.poll().value());
        assertEquals("b", second.poll().value());
    }

    @Test
    void fullChannelMakesSendersWait() throws Exception {
        sender.trySend("a");
        sender.trySend("b");
        assertFalse(sender.trySend("c"));
        var send = PolledByHand.of(sender.send("c"));
        assertTrue(send.poll().isPending());

        assertEquals("a", received());

        assertEquals(1, send.wakes());
        assertTrue(send.poll().isReady());
        assertEquals(List.of("b", "c"), List.of(received(), received()));
    }

    @Test
    void reservedPlaceIsKept() throws Exception {
        var permit = PolledByHand.of(sender.reserve()).poll().value();
        sender.trySend("a");
        assertFalse(sender.trySend("b"));

        permit.send("c");

        assertEquals(List.of("a", "c"), List.of(received(), received()));
    }

    @Test
    void manyAreReceivedAtOnce() throws Exception {
        sender.trySend("a");
        sender.trySend("b");
        List<Object> messages = new ArrayList<>();

        assertEquals(1, PolledByHand.of(receiver.recvMany(messages, 1)).poll().value());
        assertEquals(1, PolledByHand.of(receiver.recvMany(messages, 5)).poll().value());

        assertEquals(List.of("a", "b"), messages);
        assertEquals(2, sender.remainingCapacity());
        assertThrows(IllegalArgumentException.class, () -> receiver.recvMany(messages, 0));
    }

    @Test
    void unboundedChannelNeverMakesASenderWait() throws Exception {
        var unbounded = Mpmc.<Integer>unbounded();
        for (int i = 0; i < 100; i++) {
            unbounded.sender().send(i);
        }
        unbounded.sender().close();

        List<Integer> messages = new ArrayList<>();
        var receive = unbounded.receiver().recvMany(messages, 1000);
        assertEquals(100, PolledByHand.of(receive).poll().value());

        assertEquals(99, messages.get(99));
        assertNull(PolledByHand.of(unbounded.receiver().recv()).poll().value());
    }

    // ---- dropped

    @Test
    void receiveDroppedAtItsTurnPassesTheMessageOn() throws Exception {
        var first = waiting();
        var second = waiting();
        sender.trySend("a");

        first.cancel();

        assertEquals(1, second.wakes());
        assertEquals("a", second.poll().value());
    }

    @Test
    void onlyReceiveDroppedAtItsTurnLeavesTheMessage() throws Exception {
        var only = waiting();
        sender.trySend("a");

        only.cancel();

        assertEquals(1, receiver.len());
        assertEquals("a", receiver.tryRecv());
    }

    @Test
    void receiveDroppedInLineIsSkipped() throws Exception {
        var first = waiting();
        var second = waiting();

        first.cancel();
        sender.trySend("a");

        assertEquals(List.of(0, 1), List.of(first.wakes(), second.wakes()));
    }

    @Test
    void sendDroppedAtItsTurnHandsItsMessageBackAndItsPlaceOn() throws Exception {
        sender.trySend("a");
        sender.trySend("b");
        var first = sender.send("c");
        PolledByHand.of(first).poll();
        var second = PolledByHand.of(sender.send("d"));
        second.poll();
        received();

        first.cancel();

        assertEquals("c", first.unsent());
        assertTrue(second.poll().isReady());
    }

    // ---- the end

    @Test
    void lastSenderClosedEndsEveryReceiverOnceAllIsReceived() throws Exception {
        var copy = sender.copy();
        sender.trySend("a");
        sender.close();
        copy.trySend("b");
        copy.close();

        assertEquals("a", received());
        assertEquals("b", received());
        assertNull(received());
        assertNull(received());
        assertThrows(ClosedException.class, receiver::tryRecv);
    }

    @Test
    void endWakesAllWhoWait() throws Exception {
        var first = waiting();
        var second = waiting();

        sender.close();

        assertEquals(List.of(1, 1), List.of(first.wakes(), second.wakes()));
        assertNull(first.poll().value());
        assertNull(second.poll().value());
    }

    @Test
    void lastMessageTakenAfterTheCloseWakesWhoWaits() throws Exception {
        var first = waiting();
        var second = waiting();
        sender.trySend("a");
        sender.close();
        assertEquals(0, second.wakes(), "the one whose turn it is may hand its message on");

        assertEquals("a", first.poll().value());

        assertEquals(1, second.wakes());
        assertNull(second.poll().value());
    }

    @Test
    void permitOutstandingAtTheEndIsWaitedFor() throws Exception {
        var used = sender.tryReserve();
        var returned = sender.tryReserve();
        sender.close();
        var receive = waiting();
        var late = waiting();

        used.send("last words");
        assertEquals("last words", receive.poll().value());
        assertEquals(0, late.wakes());
        returned.close();

        assertEquals(1, late.wakes());
        assertNull(late.poll().value());
    }

    @Test
    void lastReceiverClosedRefusesSendersAndDropsWhatIsQueued() throws Exception {
        var other = receiver.copy();
        sender.trySend("a");
        var closed = PolledByHand.of(sender.closed());
        closed.poll();

        receiver.close();
        receiver.close();
        assertTrue(sender.trySend("b"));
        assertTrue(closed.poll().isPending());
        other.close();

        assertTrue(closed.poll().isReady());
        assertEquals(0, other.len());
        var failure = assertThrows(ClosedException.class, () -> sender.trySend("c"));
        assertTrue(failure.getMessage().contains("Mpmc receiver was closed"), failure.getMessage());
    }

    @Test
    void sendersInLineFailWhenTheLastReceiverIsClosed() throws Exception {
        sender.trySend("a");
        sender.trySend("b");
        var send = sender.send("c");
        var waiting = PolledByHand.of(send);
        waiting.poll();

        receiver.close();

        assertEquals(1, waiting.wakes());
        assertThrows(ClosedException.class, waiting::poll);
        assertEquals("c", send.unsent());
    }

    @Test
    void closedHandlesAreRefused() {
        var unbounded = Mpmc.<String>unbounded();
        unbounded.receiver().close();
        receiver.close();
        sender.close();

        assertThrows(ClosedException.class, receiver::recv);
        assertThrows(ClosedException.class, receiver::tryRecv);
        assertThrows(ClosedException.class, receiver::copy);
        assertThrows(ClosedException.class, () -> receiver.recvMany(new ArrayList<>(), 1));
        var failure = assertThrows(ClosedException.class, () -> sender.send("a"));
        assertTrue(failure.getMessage().startsWith("This Mpmc sender"), failure.getMessage());
        assertThrows(ClosedException.class, () -> unbounded.sender().send("a"));
        assertThrows(IllegalArgumentException.class, () -> Mpmc.bounded(0));
    }

    private PolledByHand<@Nullable String> waiting() throws Exception {
        var waiting = PolledByHand.of(receiver.recv());
        assertTrue(waiting.poll().isPending());
        return waiting;
    }

    private @Nullable String received() throws Exception {
        return PolledByHand.of(receiver.recv()).poll().value();
    }
}
