package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.PolledByHand;
import java.util.List;
import org.junit.jupiter.api.Test;

class RwLockTest {
    private final RwLock lock = new RwLock();

    // ---- who is inside with whom

    @Test
    void readersAreInsideTogether() throws Exception {
        assertTrue(PolledByHand.of(lock.read()).poll().isReady());
        assertTrue(PolledByHand.of(lock.read()).poll().isReady());
        assertNotNull(lock.tryRead());
        assertNull(lock.tryWrite());
        assertEquals("RwLock[read]", lock.toString());
    }

    @Test
    void writerIsInsideAlone() throws Exception {
        assertTrue(PolledByHand.of(lock.write()).poll().isReady());

        assertNull(lock.tryRead());
        assertNull(lock.tryWrite());
        assertEquals("RwLock[locked]", lock.toString());
    }

    @Test
    void writerWaitsForEveryReader() throws Exception {
        var first = lock.tryRead();
        var second = lock.tryRead();
        var writer = waiting(lock.write());

        first.close();
        assertEquals(0, writer.wakes());
        second.close();

        assertEquals(1, writer.wakes());
        assertTrue(writer.poll().isReady());
    }

    @Test
    void allReadersInLineAreLetInAfterTheWriter() throws Exception {
        var writing = lock.tryWrite();
        var one = waiting(lock.read());
        var other = waiting(lock.read());

        writing.close();

        assertEquals(List.of(1, 1), List.of(one.wakes(), other.wakes()));
        assertTrue(one.poll().isReady());
        assertTrue(other.poll().isReady());
    }

    @Test
    void readersBehindAWaitingWriterDoNotStarveIt() throws Exception {
        var reading = lock.tryRead();
        var writer = waiting(lock.write());
        var late = waiting(lock.read());
        assertNull(lock.tryRead(), "nobody overtakes the writer");

        reading.close();
        assertEquals(List.of(1, 0), List.of(writer.wakes(), late.wakes()));

        writer.poll().value().close();
        assertEquals(1, late.wakes());
    }

    @Test
    void writersAreServedInTheOrderOfTheirFirstPoll() throws Exception {
        var reading = lock.tryRead();
        var created = lock.write();
        var first = waiting(lock.write());
        var second = waiting(created);

        reading.close();
        assertEquals(List.of(1, 0), List.of(first.wakes(), second.wakes()));
        first.poll().value().close();

        assertTrue(second.poll().isReady());
    }

    @Test
    void moreReadersThanAllowedWaitInLine() throws Exception {
        var narrow = new RwLock(2);
        var first = narrow.tryRead();
        narrow.tryRead();
        var third = waiting(narrow.read());

        first.close();

        assertTrue(third.poll().isReady());
        assertThrows(IllegalArgumentException.class, () -> new RwLock(0));
    }

    // ---- going over to reading

    @Test
    void downgradedWriterLetsReadersInAndKeepsWritersOut() throws Exception {
        var writing = lock.tryWrite();
        var reader = waiting(lock.read());
        var writer = waiting(lock.write());

        var reading = writing.downgrade();

        assertTrue(reader.poll().isReady());
        assertEquals(0, writer.wakes());
        assertNotNull(reading);
        assertTrue(writer.poll().isPending());
    }

    @Test
    void downgradedGuardIsClosed() {
        var writing = lock.tryWrite();
        var reading = writing.downgrade();

        writing.close();
        assertNull(lock.tryWrite(), "the old guard must not unlock for the new one");

        reading.close();
        assertNotNull(lock.tryWrite());
    }

    @Test
    void closedGuardIsNotDowngraded() {
        var writing = lock.tryWrite();
        writing.close();

        assertThrows(IllegalStateException.class, writing::downgrade);
        assertNotNull(lock.tryWrite());
    }

    // ---- closed twice, dropped

    @Test
    void guardClosedTwiceUnlocksOnce() {
        var reading = lock.tryRead();
        var other = lock.tryRead();

        reading.close();
        reading.close();

        assertNull(lock.tryWrite());
        other.close();
        assertNotNull(lock.tryWrite());
    }

    @Test
    void writerDroppedInLineLetsTheReadersBehindItIn() throws Exception {
        var reading = lock.tryRead();
        var writer = waiting(lock.write());
        var reader = waiting(lock.read());

        writer.cancel();

        assertEquals(1, reader.wakes());
        assertTrue(reader.poll().isReady());
        assertNotNull(reading);
    }

    @Test
    void writerDroppedAtItsTurnPassesTheLockOn() throws Exception {
        var reading = lock.tryRead();
        var first = waiting(lock.write());
        var second = waiting(lock.write());
        reading.close();
        assertEquals(1, first.wakes());

        first.cancel();

        assertEquals(1, second.wakes());
        assertTrue(second.poll().isReady());
    }

    @Test
    void readerDroppedAtItsTurnLeavesTheLockFree() throws Exception {
        var writing = lock.tryWrite();
        var reader = waiting(lock.read());
        writing.close();

        reader.cancel();

        assertNotNull(lock.tryWrite());
    }

    // ---- around a block

    @Test
    void blocksAreLockedWhileTheyRun() throws Exception {
        var read = Oneshot.<String>channel();
        var reading = PolledByHand.of(lock.withRead(HandBlock.block(nothing -> read.receiver())));
        reading.poll();
        var writing = PolledByHand.of(lock.withWrite(
                HandBlock.block(nothing -> Oneshot.<String>channel().receiver())));
        assertTrue(writing.poll().isPending());
        assertEquals("RwLock[locked]", lock.toString(), "read, and what is left kept for the writer");

        read.sender().send("read");
        assertEquals("read", reading.poll().value());
        assertEquals(1, writing.wakes());
        assertTrue(writing.poll().isPending());
        assertNull(lock.tryRead());

        writing.cancel();
        assertNotNull(lock.tryWrite());
    }

    private static <T> PolledByHand<T> waiting(Future<T> future) throws Exception {
        var waiting = PolledByHand.of(future);
        assertTrue(waiting.poll().isPending());
        return waiting;
    }
}
