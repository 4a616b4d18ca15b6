package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.HandBlock;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MutexTest {
    private final Mutex mutex = new Mutex();

    @Test
    void freeMutexIsLockedAtTheFirstPoll() throws Exception {
        var lock = mutex.lock();
        assertFalse(mutex.isLocked());

        PolledByHand.of(lock).poll();

        assertTrue(mutex.isLocked());
        assertNull(mutex.tryLock());
    }

    @Test
    void freeMutexIsLockedAgainAndAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            PolledByHand.of(mutex.lock()).poll().value().close();
            var guard = mutex.tryLock();
            assertNotNull(guard);
            assertNull(mutex.tryLock());
            guard.close();
        }
    }

    @Test
    void mutexTellsWhetherItIsLocked() {
        String free = mutex.toString();
        var guard = mutex.tryLock();

        assertNotEquals(free, mutex.toString());
        guard.close();

        assertEquals(free, mutex.toString());
    }

    @Test
    void closedGuardWakesTheNextInLine() throws Exception {
        var guard = mutex.tryLock();
        var first = waiting();
        var second = waiting();

        guard.close();

        assertEquals(1, first.wakes());
        assertEquals(0, second.wakes());
        first.poll().value().close();
        assertEquals(1, second.wakes());
    }

    @Test
    void nobodyOvertakesTheOneWhoseTurnItIs() throws Exception {
        var guard = mutex.tryLock();
        var next = waiting();

        guard.close();

        assertNull(mutex.tryLock());
        assertTrue(PolledByHand.of(mutex.lock()).poll().isPending());
        assertTrue(next.poll().isReady());
    }

    @Test
    void guardClosedTwiceUnlocksOnce() throws Exception {
        var guard = mutex.tryLock();
        guard.close();
        var other = mutex.tryLock();

        guard.close();

        assertNotNull(other);
        assertTrue(mutex.isLocked(), "the old guard must not unlock for the new holder");
    }

    @Test
    void waiterDroppedAtItsTurnLetsTheNextIn() throws Exception {
        var guard = mutex.tryLock();
        var first = waiting();
        var second = waiting();
        guard.close();

        first.cancel();

        assertEquals(1, second.wakes());
        assertTrue(second.poll().isReady());
    }

    @Test
    void onlyWaiterDroppedAtItsTurnLeavesTheMutexFree() throws Exception {
        var guard = mutex.tryLock();
        var only = waiting();
        guard.close();

        only.cancel();

        assertNotNull(mutex.tryLock());
    }

    @Test
    void waiterDroppedInLineIsSkipped() throws Exception {
        var guard = mutex.tryLock();
        var first = waiting();
        var second = waiting();

        first.cancel();
        guard.close();

        assertEquals(0, first.wakes());
        assertTrue(second.poll().isReady());
    }

    // ---- withLock

    @Test
    void blockRunsLockedAndUnlocksAtItsEnd() throws Exception {
        var inner = Oneshot.<String>channel();
        var body = PolledByHand.of(mutex.withLock(HandBlock.block(nothing -> inner.receiver())));

        assertTrue(body.poll().isPending());
        assertTrue(mutex.isLocked());

        inner.sender().send("done");
        assertEquals("done", body.poll().value());
        assertFalse(mutex.isLocked());
    }

    @Test
    void blockDoesNotStartBeforeTheLock() throws Exception {
        var guard = mutex.tryLock();
        var inner = Oneshot.<String>channel();
        inner.sender().send("done");
        var body = PolledByHand.of(mutex.withLock(HandBlock.block(nothing -> inner.receiver())));
        assertTrue(body.poll().isPending());

        guard.close();

        assertEquals(1, body.wakes());
        assertEquals("done", body.poll().value());
    }

    @Test
    void failingBlockUnlocksAndThrowsItsOwnFailure() {
        var failure = new IOException("disk full");
        Future<String> failing = cx -> {
            throw failure;
        };

        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> PolledByHand.of(mutex.withLock(HandBlock.block(nothing -> failing)))
                                .poll()));
        assertFalse(mutex.isLocked());
    }

    @Test
    void uncompiledBlockUnlocks() {
        AsyncBlock<String> uncompiled = () -> "never";

        assertThrows(
                IllegalStateException.class,
                () -> PolledByHand.of(mutex.withLock(uncompiled)).poll());

        assertFalse(mutex.isLocked());
    }

    @Test
    void blockDroppedHalfWayIsDroppedThenUnlocked() throws Exception {
        var inner = Oneshot.<String>channel();
        var body = PolledByHand.of(mutex.withLock(HandBlock.block(nothing -> inner.receiver())));
        body.poll();

        body.cancel();

        assertTrue(inner.sender().isClosed(), "what the block awaited was dropped");
        assertFalse(mutex.isLocked());
    }

    @Test
    void withLockDroppedInLineNeverRuns() throws Exception {
        var guard = mutex.tryLock();
        var inner = Oneshot.<String>channel();
        var body = PolledByHand.of(mutex.withLock(HandBlock.block(nothing -> inner.receiver())));
        body.poll();

        body.cancel();
        guard.close();

        assertFalse(mutex.isLocked());
        assertFalse(inner.sender().isClosed());
    }

    private PolledByHand<Mutex.Guard> waiting() throws Exception {
        var waiting = PolledByHand.of(mutex.lock());
        assertTrue(waiting.poll().isPending());
        return waiting;
    }
}
