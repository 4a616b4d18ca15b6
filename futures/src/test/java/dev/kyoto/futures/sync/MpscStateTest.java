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
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both kinds of channels tell of themselves. */
class MpscStateTest {
    private static final int ROOM = 100;

    /** A channel of either kind, as far as the two have something in common. */
    record Ends(
            String kind,
            Consumer<Integer> send,
            Supplier<Ends> copyOfSender,
            Supplier<Supplier<@Nullable Object>> downgrade,
            IntSupplier senderCount,
            Runnable closeSender,
            Mpsc.Receiver<Integer> receiver) {

        static Ends of(Mpsc.Sender<Integer> sender, Mpsc.Receiver<Integer> receiver) {
            return new Ends(
                    "bounded",
                    message -> assertTrue(sender.trySend(message)),
                    () -> of(sender.copy(), receiver),
                    () -> sender.downgrade()::upgrade,
                    sender::senderCount,
                    sender::close,
                    receiver);
        }

        static Ends of(Mpsc.UnboundedSender<Integer> sender, Mpsc.Receiver<Integer> receiver) {
            return new Ends(
                    "unbounded",
                    sender::send,
                    () -> of(sender.copy(), receiver),
                    () -> sender.downgrade()::upgrade,
                    sender::senderCount,
                    sender::close,
                    receiver);
        }

        void send(int count) {
            for (int i = 0; i < count; i++) {
                send.accept(i);
            }
        }

        @Override
        public String toString() {
            return kind;
        }
    }

    static List<Ends> kinds() {
        var bounded = Mpsc.<Integer>bounded(ROOM);
        var unbounded = Mpsc.<Integer>unbounded();
        return List.of(
                Ends.of(bounded.sender(), bounded.receiver()), Ends.of(unbounded.sender(), unbounded.receiver()));
    }

    // ---- open or closed

    @ParameterizedTest
    @MethodSource("kinds")
    void receiverIsClosedByItself(Ends ends) {
        ends.receiver.close();

        assertTrue(ends.receiver.isClosed());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void receiverIsClosedWithTheLastSender(Ends ends) {
        var copy = ends.copyOfSender.get();
        assertFalse(ends.receiver.isClosed());

        ends.closeSender.run();
        assertFalse(ends.receiver.isClosed());
        copy.closeSender.run();

        assertTrue(ends.receiver.isClosed());
    }

    @Test
    void fullChannelIsOpen() {
        var channel = Mpsc.<Integer>bounded(1);

        channel.sender().trySend(1);

        assertFalse(channel.receiver().isClosed());
        assertFalse(channel.receiver().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void receiverIsClosedThoughMessagesAreLeft(Ends ends) {
        ends.send(10);

        ends.closeSender.run();
        assertTrue(ends.receiver.isClosed());
        ends.receiver.close();

        assertTrue(ends.receiver.isClosed());
        assertEquals(10, ends.receiver.len());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void weakSendersDoNotKeepTheChannelOpen(Ends ends) {
        var copy = ends.copyOfSender.get();
        var weak = ends.downgrade.get();
        var weakOfCopy = copy.downgrade.get();
        assertEquals(2, ends.senderCount.getAsInt());

        copy.closeSender.run();
        ends.closeSender.run();

        assertTrue(ends.receiver.isClosed());
        assertNull(weak.get());
        assertNull(weakOfCopy.get());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendersAreCounted(Ends ends) {
        assertEquals(1, ends.senderCount.getAsInt());
        var copy = ends.copyOfSender.get();
        assertNotNull(ends.downgrade.get());
        assertNotNull(copy.downgrade.get());
        assertEquals(2, ends.senderCount.getAsInt());
        assertEquals(2, copy.senderCount.getAsInt());

        copy.closeSender.run();

        assertEquals(1, ends.senderCount.getAsInt());
    }

    // ---- how much there is

    @ParameterizedTest
    @MethodSource("kinds")
    void emptinessFollowsTheMessages(Ends ends) throws Exception {
        assertTrue(ends.receiver.isEmpty());
        ends.send(2);
        assertFalse(ends.receiver.isEmpty());

        PolledByHand.of(ends.receiver.recv()).poll();
        assertFalse(ends.receiver.isEmpty());
        ends.receiver.tryRecv();

        assertTrue(ends.receiver.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void lengthIsThatOfTheQueueAlsoWithoutSenders(Ends ends) throws Exception {
        assertEquals(0, ends.receiver.len());
        for (int i = 0; i < ROOM; i++) {
            ends.send.accept(i);
            assertEquals(i + 1, ends.receiver.len());
        }
        ends.closeSender.run();
        assertEquals(ROOM, ends.receiver.len());

        for (int i = ROOM - 1; i >= 0; i--) {
            PolledByHand.of(ends.receiver.recv()).poll();
            assertEquals(i, ends.receiver.len());
        }

        assertTrue(ends.receiver.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void endIsNoMessage(Ends ends) {
        ends.closeSender.run();

        assertEquals(0, ends.receiver.len());
        assertTrue(ends.receiver.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closingInAnyOrderLeavesTheLength(Ends ends) {
        ends.send(1);
        ends.receiver.close();
        assertEquals(1, ends.receiver.len());
        ends.closeSender.run();
        assertEquals(1, ends.receiver.len());

        for (Ends other : kinds()) {
            other.send(1);
            other.closeSender.run();
            other.receiver.close();
            assertEquals(1, other.receiver.len(), other::toString);
        }
    }

    // ---- at the end

    @ParameterizedTest
    @MethodSource("kinds")
    void tryRecvTellsTheEndOfAChannelThatTheReceiverClosed(Ends ends) {
        assertNull(ends.receiver.tryRecv());

        ends.receiver.close();

        assertThrows(ClosedException.class, ends.receiver::tryRecv);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void endAddsNothingToAListThatIsNotEmpty(Ends ends) throws Exception {
        List<Integer> messages = new ArrayList<>(List.of(7));

        ends.receiver.close();

        assertEquals(
                0, PolledByHand.of(ends.receiver.recvMany(messages, 1)).poll().value());
        assertEquals(List.of(7), messages);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void manyAreReceivedUpToTheLimitThenTheRestThenNone(Ends ends) throws Exception {
        ends.send(4);
        ends.closeSender.run();
        List<Integer> messages = new ArrayList<>();

        assertEquals(
                3, PolledByHand.of(ends.receiver.recvMany(messages, 3)).poll().value());
        assertEquals(
                1, PolledByHand.of(ends.receiver.recvMany(messages, 3)).poll().value());
        assertEquals(
                0, PolledByHand.of(ends.receiver.recvMany(messages, 3)).poll().value());

        assertEquals(List.of(0, 1, 2, 3), messages);
    }
}
