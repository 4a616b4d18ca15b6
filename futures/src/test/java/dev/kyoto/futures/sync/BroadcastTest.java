package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroadcastTest {
    private final Broadcast<Integer> channel = Broadcast.channel(4);
    private final Broadcast.Sender<Integer> sender = channel.sender();
    private final Broadcast.Receiver<Integer> receiver = channel.receiver();

    // ---- sending and receiving

    @Test
    void everyReceiverSeesEveryMessage() throws Exception {
        var other = sender.subscribe();

        assertEquals(2, sender.send(1));
        assertEquals(2, sender.send(2));

        assertEquals(1, received(receiver));
        assertEquals(2, received(receiver));
        assertEquals(1, received(other));
        assertEquals(2, received(other));
    }

    @Test
    void subscriberSeesOnlyWhatComesLater() throws Exception {
        sender.send(1);
        var late = sender.subscribe();

        assertNull(late.tryRecv());
        sender.send(2);

        assertEquals(2, received(late));
    }

    @Test
    void sendWakesEveryoneWhoWaits() throws Exception {
        List<PolledByHand<@Nullable Integer>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(waiting(sender.subscribe()));
        }

        sender.send(7);

        for (var one : crowd) {
            assertEquals(1, one.wakes());
            assertEquals(7, one.poll().value());
        }
    }

    @Test
    void theLatestWakerIsWoken() throws Exception {
        List<String> woken = new ArrayList<>();
        var future = receiver.recv();
        future.poll(Context.of(() -> woken.add("first task")));
        future.poll(Context.of(() -> woken.add("second task")));

        sender.send(1);

        assertEquals(List.of("second task"), woken);
    }

    @Test
    void sendIsToldHowManyThereAre() {
        var other = sender.subscribe();
        assertEquals(2, sender.receiverCount());

        other.close();
        other.close();
        assertEquals(1, sender.receiverCount());
        assertEquals(1, sender.send(1));

        receiver.close();
        assertEquals(0, sender.send(2), "nobody will see it");
    }

    @Test
    void messagesNobodyCouldSeeAreNotKept() throws Exception {
        receiver.close();
        sender.send(1);

        var late = sender.subscribe();
        sender.send(2);

        assertEquals(2, received(late));
    }

    @Test
    void messageIsThereToBeTakenOnceAndWithoutWaiting() {
        assertNull(receiver.tryRecv());

        sender.send(1);

        assertEquals(1, receiver.tryRecv());
        assertNull(receiver.tryRecv());
    }

    @Test
    void wakerMaySend() throws Exception {
        receiver.recv().poll(Context.of(() -> sender.send(2)));

        sender.send(1);

        assertEquals(List.of(1, 2), List.of(receiver.tryRecv(), receiver.tryRecv()));
    }

    // ---- lagging

    @Test
    void slowReceiverIsToldWhatItMissedAndGoesOn() throws Exception {
        for (int i = 0; i < 7; i++) {
            sender.send(i);
        }

        var lagged = assertThrows(LaggedException.class, () -> received(receiver));

        assertEquals(3, lagged.missed());
        for (int i = 3; i < 7; i++) {
            assertEquals(i, received(receiver));
        }
        assertNull(receiver.tryRecv());
    }

    @Test
    void receiverAtTheVeryEdgeMissesNothing() throws Exception {
        for (int i = 0; i < 4; i++) {
            sender.send(i);
        }

        assertEquals(0, received(receiver));
    }

    @Test
    void oneTooManyIsOneMissed() throws Exception {
        for (int i = 0; i < 5; i++) {
            sender.send(i);
        }

        assertEquals(1, assertThrows(LaggedException.class, receiver::tryRecv).missed());
        assertEquals(1, received(receiver));
    }

    @Test
    void receiverThatKeepsUpNeverLags() throws Exception {
        for (int i = 0; i < 100; i++) {
            sender.send(i);
            assertEquals(i, received(receiver));
        }
    }

    @Test
    void lagWhileWaitingIsTold() throws Exception {
        var waiting = waiting(receiver);
        for (int i = 0; i < 6; i++) {
            sender.send(i);
        }

        assertEquals(2, assertThrows(LaggedException.class, waiting::poll).missed());
        assertEquals(2, received(receiver));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "5, 8", "64, 64"})
    void capacityIsRoundedUpToAPowerOfTwo(int asked, int given) throws Exception {
        var channel = Broadcast.<Integer>channel(asked);
        assertEquals(given, channel.sender().capacity());

        for (int i = 0; i < given; i++) {
            channel.sender().send(i);
        }

        assertEquals(0, received(channel.receiver()));
    }

    // ---- dropped

    @Test
    void droppedReceiveLosesNothing() throws Exception {
        var waiting = waiting(receiver);
        sender.send(1);

        waiting.cancel();

        assertEquals(1, received(receiver));
    }

    @Test
    void droppedReceiveIsNotWoken() throws Exception {
        var first = waiting(receiver);
        var middle = waiting(sender.subscribe());
        var last = waiting(sender.subscribe());

        middle.cancel();
        sender.send(1);

        assertEquals(List.of(1, 0, 1), List.of(first.wakes(), middle.wakes(), last.wakes()));
    }

    @Test
    void receiverWaitsAgainAfterADroppedReceive() throws Exception {
        waiting(receiver).cancel();
        var again = waiting(receiver);

        sender.send(1);

        assertEquals(1, again.wakes());
        assertEquals(1, again.poll().value());
    }

    // ---- closed

    @Test
    void lastSenderClosedWakesTheReceivers() throws Exception {
        var copy = sender.copy();
        var waiting = waiting(receiver);

        sender.close();
        sender.close();
        assertEquals(0, waiting.wakes());
        copy.close();

        assertEquals(1, waiting.wakes());
        assertNull(waiting.poll().value());
    }

    @Test
    void receiverTakesWhatIsLeftThenSeesTheEndEveryTime() throws Exception {
        sender.send(1);
        sender.close();

        assertEquals(1, received(receiver));
        assertNull(received(receiver));
        assertNull(received(receiver));
        assertThrows(ClosedException.class, receiver::tryRecv);
    }

    @Test
    void laggedReceiverOfAClosedChannelStillTakesTheRest() throws Exception {
        for (int i = 0; i < 5; i++) {
            sender.send(i);
        }
        sender.close();

        assertThrows(LaggedException.class, () -> received(receiver));
        for (int i = 1; i < 5; i++) {
            assertEquals(i, received(receiver));
        }
        assertNull(received(receiver));
    }

    @Test
    void closedSenderIsRefused() {
        sender.close();

        assertThrows(ClosedException.class, () -> sender.send(1));
        assertThrows(ClosedException.class, sender::subscribe);
        assertThrows(ClosedException.class, sender::copy);
    }

    @Test
    void receiverClosedElsewhereFailsTheWaitingReceive() throws Exception {
        var waiting = waiting(receiver);
        var other = waiting(sender.subscribe());

        receiver.close();

        assertEquals(1, waiting.wakes());
        assertEquals(0, other.wakes());
        assertThrows(ClosedException.class, waiting::poll);
        assertThrows(ClosedException.class, receiver::tryRecv);
    }

    // ---- misuse

    @Test
    void secondReceiveIsRefusedWhileOneWaits() throws Exception {
        var waiting = waiting(receiver);

        assertThrows(IllegalStateException.class, () -> received(receiver));

        sender.send(1);
        assertEquals(1, waiting.poll().value());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Broadcast.channel(0));
        assertThrows(IllegalArgumentException.class, () -> Broadcast.channel((1 << 30) + 1));
        assertThrows(NullPointerException.class, () -> sender.send(null));
    }

    private static PolledByHand<@Nullable Integer> waiting(Broadcast.Receiver<Integer> receiver) throws Exception {
        var waiting = PolledByHand.of(receiver.recv());
        assertTrue(waiting.poll().isPending());
        return waiting;
    }

    private static @Nullable Integer received(Broadcast.Receiver<Integer> receiver) throws Exception {
        return PolledByHand.of(receiver.recv()).poll().value();
    }
}
