package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What receivers that are overtaken miss, and what they are told of it. */
class BroadcastLagTest {
    private final Broadcast<Integer> channel = Broadcast.channel(2);
    private final Broadcast.Sender<Integer> sender = channel.sender();
    private final Broadcast.Receiver<Integer> receiver = channel.receiver();

    private void send(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(sender::send);
    }

    private static void assertMissed(long count, Broadcast.Receiver<Integer> receiver) {
        assertEquals(
                count, assertThrows(LaggedException.class, receiver::tryRecv).missed());
    }

    @Test
    void lagIsThatOfEachReceiver() {
        var fast = sender.subscribe();
        send(1, 2);
        assertEquals(List.of(1, 2), List.of(fast.tryRecv(), fast.tryRecv()));

        send(3, 4);

        assertMissed(2, receiver);
        assertEquals(List.of(3, 4), List.of(receiver.tryRecv(), receiver.tryRecv()));
        assertEquals(List.of(3, 4), List.of(fast.tryRecv(), fast.tryRecv()));
    }

    @Test
    void eachLagIsCountedFromTheOneBefore() {
        send(1, 3);
        assertMissed(1, receiver);

        send(4, 6); // before it has taken what it was left
        assertMissed(3, receiver);
        assertEquals(List.of(5, 6), List.of(receiver.tryRecv(), receiver.tryRecv()));

        send(7, 9); // and after
        assertMissed(1, receiver);
        assertEquals(List.of(8, 9), List.of(receiver.tryRecv(), receiver.tryRecv()));
        assertNull(receiver.tryRecv());
    }

    @Test
    void lagCountsWhatWasOverwrittenUnseen() {
        send(1, 2);
        assertEquals(1, receiver.tryRecv());

        send(3, 5);

        assertMissed(2, receiver); // 2 and 3: the first was seen
        assertEquals(4, receiver.tryRecv());
    }

    @Test
    void channelOfOneKeepsTheLatest() {
        var narrow = Broadcast.<Integer>channel(1);
        narrow.sender().send(1);
        assertEquals(1, narrow.receiver().tryRecv());

        narrow.sender().send(2);
        narrow.sender().send(3);

        assertMissed(1, narrow.receiver());
        assertEquals(3, narrow.receiver().tryRecv());
        assertNull(narrow.receiver().tryRecv());
    }

    @Test
    void endTakesNoMessagesPlace() {
        send(1, 2);

        sender.close();

        assertEquals(List.of(1, 2), List.of(receiver.tryRecv(), receiver.tryRecv()));
        assertThrows(ClosedException.class, receiver::tryRecv);
    }

    @Test
    void lengthCountsWhatWasMissedUntilThatIsTold() {
        assertEquals(0, receiver.len());
        send(1, 5);
        assertEquals(5, receiver.len());

        assertMissed(3, receiver);

        assertEquals(2, receiver.len());
        receiver.tryRecv();
        assertEquals(1, receiver.len());
        receiver.tryRecv();
        assertEquals(0, receiver.len());
    }

    @Test
    void receiverMadeOfOneThatLagsDoesNotLag() {
        send(1, 5);

        var other = receiver.resubscribe();

        assertEquals(0, other.len());
        assertNull(other.tryRecv());
        send(6, 6);
        assertEquals(6, other.tryRecv());
        assertMissed(4, receiver);
    }
}
