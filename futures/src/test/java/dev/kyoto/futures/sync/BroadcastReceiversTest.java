package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Receivers of a broadcast channel that come and go, and senders that wait for the last to go. */
class BroadcastReceiversTest {
    private final Broadcast<Integer> channel = Broadcast.channel(2);
    private final Broadcast.Sender<Integer> sender = channel.sender();
    private final Broadcast.Receiver<Integer> receiver = channel.receiver();

    @Test
    void resubscribedReceiverBeginsWithWhatComesNext() {
        sender.send(1);

        var other = receiver.resubscribe();
        assertEquals(2, sender.receiverCount());
        sender.send(2);

        assertEquals(2, other.tryRecv());
        assertEquals(List.of(1, 2), List.of(receiver.tryRecv(), receiver.tryRecv()));
    }

    @Test
    void receiverMadeAfterTheEndSeesTheEnd() throws Exception {
        sender.send(1);
        sender.close();

        var other = receiver.resubscribe();

        assertNull(PolledByHand.of(other.recv()).poll().value());
        assertThrows(ClosedException.class, other::tryRecv);
        assertEquals(1, receiver.tryRecv());
    }

    @Test
    void closedReceiverMakesNoOther() {
        receiver.close();

        assertThrows(ClosedException.class, receiver::resubscribe);
        assertEquals(0, sender.receiverCount());
    }

    @Test
    void receiverLeavesThoughMessagesAreLeft() {
        var other = sender.subscribe();
        sender.send(1);
        sender.send(2);

        receiver.close();

        assertEquals(1, sender.send(3));
        assertEquals(1, assertThrows(LaggedException.class, other::tryRecv).missed());
        assertEquals(2, other.tryRecv());
    }

    @Test
    void senderKnowsHowManyMessagesTheSlowestReceiverHasStillToSee() {
        var other = sender.subscribe();
        assertEquals(0, sender.len());

        sender.send(1);
        sender.send(2);
        assertEquals(2, sender.len());
        receiver.tryRecv();
        assertEquals(2, sender.len(), "the other has seen none");
        other.tryRecv();
        assertEquals(1, sender.len());
    }

    @Test
    void messagesThatWereOverwrittenAreSeenByNobodyAnyMore() {
        sender.send(1);
        sender.send(2);
        sender.send(3);

        assertEquals(2, sender.len());
        assertThrows(LaggedException.class, receiver::tryRecv);
        assertEquals(2, sender.len());
    }

    @Test
    void receiverThatLeavesHasNothingToSee() {
        var late = sender.subscribe();
        sender.send(1);
        late.tryRecv();

        receiver.close();

        assertEquals(0, sender.len());
        late.close();
        assertEquals(0, sender.len());
    }

    @Test
    void weakSenderDoesNotKeepTheChannelOpen() throws Exception {
        var weak = sender.downgrade();
        try (var again = weak.upgrade()) {
            assertEquals(1, Objects.requireNonNull(again).send(1));
        }
        sender.close();

        assertNull(weak.upgrade());
        assertEquals(1, receiver.tryRecv());
        assertNull(PolledByHand.of(receiver.recv()).poll().value());
    }

    @Test
    void lastReceiverThatLeavesTellsTheSenders() throws Exception {
        var other = sender.subscribe();
        var closed = PolledByHand.of(sender.closed());
        assertTrue(closed.poll().isPending());

        receiver.close();
        assertEquals(0, closed.wakes());
        assertFalse(sender.isClosed());
        other.close();

        assertEquals(1, closed.wakes());
        assertTrue(sender.isClosed());
        assertTrue(closed.poll().isReady());
        assertTrue(PolledByHand.of(sender.closed()).poll().isReady());
    }

    @Test
    void senderWithANewReceiverWaitsOn() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        closed.poll();
        receiver.close();

        var late = sender.subscribe();

        assertTrue(closed.poll().isPending());
        late.close();
        assertEquals(2, closed.wakes());
        assertTrue(closed.poll().isReady());
    }

    @Test
    void receiverWhoseReceiveWaitsTellsBothWhenItLeaves() throws Exception {
        var waiting = PolledByHand.of(receiver.recv());
        waiting.poll();
        var closed = PolledByHand.of(sender.closed());
        closed.poll();

        receiver.close();

        assertEquals(List.of(1, 1), List.of(waiting.wakes(), closed.wakes()));
    }

    @Test
    void droppedWaitForTheLastReceiverIsNotWoken() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        closed.poll();

        closed.cancel();
        receiver.close();

        assertEquals(0, closed.wakes());
    }
}
