package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import org.junit.jupiter.api.Test;

/** Senders that do not keep a channel open. */
class MpscWeakSenderTest extends MpscFixture {
    @Test
    void weakSenderSendsAsLongAsThereIsAnotherOne() throws Exception {
        var weak = sender.downgrade();

        try (var strong = weak.upgrade()) {
            assertTrue(strong.trySend("a"));
            assertEquals(2, sender.senderCount());
        }

        assertEquals(1, sender.senderCount());
        assertEquals("a", received());
    }

    @Test
    void weakSenderDoesNotKeepTheChannelOpen() throws Exception {
        var weak = sender.downgrade();
        var receive = PolledByHand.of(receiver.recv());
        receive.poll();

        sender.close();

        assertEquals(1, receive.wakes());
        assertNull(receive.poll().value());
        assertNull(weak.upgrade());
    }

    @Test
    void upgradedSenderKeepsTheChannelOpen() throws Exception {
        var strong = sender.downgrade().upgrade();
        sender.close();
        var receive = PolledByHand.of(receiver.recv());
        assertTrue(receive.poll().isPending());

        strong.close();

        assertNull(receive.poll().value());
    }

    @Test
    void upgradedSenderReservesAsAnyOther() throws Exception {
        var strong = sender.downgrade().upgrade();
        sender.close();
        var permit = strong.tryReserve();
        strong.close();

        permit.send("last words");

        assertEquals("last words", received());
        assertNull(received());
    }

    @Test
    void closedSenderIsNotDowngraded() {
        sender.close();

        assertThrows(ClosedException.class, sender::downgrade);
    }

    @Test
    void unboundedSendersAndThoseOfSeveralReceiversHaveWeakOnesToo() {
        var unbounded = Mpsc.<String>unbounded();
        var shared = Mpmc.<String>bounded(1);
        var weak = unbounded.sender().downgrade();
        var weakShared = shared.sender().downgrade();

        weak.upgrade().send("a");
        assertEquals("a", unbounded.receiver().tryRecv());

        assertNotNull(weakShared.upgrade());
        unbounded.sender().close();
        assertNotNull(weak.upgrade(), "the one made before is still open");
    }
}
