package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unbounded channel, and the queue's segment borders. */
class MpscUnboundedTest {
    private final Mpsc.Unbounded<Integer> channel = Mpsc.unbounded(2);
    private final Mpsc.UnboundedSender<Integer> sender = channel.sender();
    private final Mpsc.Receiver<Integer> receiver = channel.receiver();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 32})
    void messagesArriveInOrderAcrossSegments(int segmentSize) throws Exception {
        var channel = Mpsc.<Integer>unbounded(segmentSize);
        for (int i = 0; i < 100; i++) {
            channel.sender().send(i);
        }
        channel.sender().close();

        List<Integer> messages = new ArrayList<>();
        assertEquals(100, channel.receiver().len());
        assertEquals(
                100,
                PolledByHand.of(channel.receiver().recvMany(messages, 200))
                        .poll()
                        .value());
        for (int i = 0; i < 100; i++) {
            assertEquals(i, messages.get(i));
        }
        assertNull(PolledByHand.of(channel.receiver().recv()).poll().value());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void theEndComesAfterTheLastMessageWhereverTheSegmentEnds(int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            sender.send(i);
        }

        sender.close();

        assertEquals(messages, receiver.len());
        for (int i = 0; i < messages; i++) {
            assertEquals(i, received());
        }
        assertNull(received());
        assertNull(received());
        assertEquals(0, receiver.len());
        assertThrows(ClosedException.class, receiver::tryRecv);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void closedReceiverRefusesMessagesForEver(int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            sender.send(i);
        }

        receiver.close();

        for (int i = 0; i < 10; i++) {
            assertThrows(ClosedException.class, () -> sender.send(99));
        }
        assertEquals(messages, receiver.len());
        for (int i = 0; i < messages; i++) {
            assertEquals(i, received());
        }
        assertNull(received());
    }

    @Test
    void messagesTakenOneByOneAcrossSegments() throws Exception {
        for (int i = 0; i < 10; i++) {
            sender.send(i);
            assertEquals(1, receiver.len());
            assertEquals(i, received());
            assertEquals(0, receiver.len());
            assertNull(receiver.tryRecv());
        }
    }

    @Test
    void sendWakesTheReceiver() throws Exception {
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();

        sender.send(1);
        sender.send(2);

        assertEquals(1, receive.wakes(), "once: who is woken takes all");
        assertEquals(1, receive.poll().value());
    }

    @Test
    void lastSenderClosedWakesTheReceiver() throws Exception {
        var copy = sender.copy();
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();

        copy.close();
        assertEquals(0, receive.wakes());
        sender.close();

        assertEquals(1, receive.wakes());
        assertNull(receive.poll().value());
    }

    @Test
    void closedHandleIsRefusedTheOthersAreNot() throws Exception {
        var copy = sender.copy();
        sender.close();

        assertThrows(ClosedException.class, () -> sender.send(1));
        copy.send(2);

        assertEquals(2, received());
    }

    @Test
    void sendersLearnThatTheReceiverIsClosed() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        closed.poll();

        receiver.close();

        assertEquals(1, closed.wakes());
        assertTrue(sender.isClosed());
    }

    @Test
    void droppedReceiveLosesNothing() throws Exception {
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();
        sender.send(1);

        receive.cancel();

        assertEquals(1, received());
    }

    private @Nullable Integer received() throws Exception {
        return PolledByHand.of(receiver.recv()).poll().value();
    }
}
