package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemaphoreTest {
    // ---- taking and returning

    @Test
    void freePermitIsTakenAtTheFirstPoll() throws Exception {
        var semaphore = new Semaphore(2);

        var permit = PolledByHand.of(semaphore.acquire()).poll().value();

        assertEquals(1, permit.count());
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void nothingIsTakenBeforeTheFirstPoll() {
        var semaphore = new Semaphore(1);

        semaphore.acquire();

        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void closedPermitGoesBack() throws Exception {
        var semaphore = new Semaphore(3);
        var permit = PolledByHand.of(semaphore.acquire(3)).poll().value();

        permit.close();

        assertEquals(3, semaphore.availablePermits());
        assertEquals(0, permit.count());
    }

    @Test
    void permitClosedTwiceGoesBackOnce() {
        var semaphore = new Semaphore(1);
        var permit = semaphore.tryAcquire();

        permit.close();
        permit.close();

        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void forgottenPermitNeverGoesBack() {
        var semaphore = new Semaphore(2);
        var permit = semaphore.tryAcquire();

        permit.forget();
        permit.close();

        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void tryAcquireTakesAllOrNothing() {
        var semaphore = new Semaphore(2);

        assertNull(semaphore.tryAcquire(3));
        assertNotNull(semaphore.tryAcquire(2));
        assertNull(semaphore.tryAcquire());
    }

    // ---- waiting in line

    @Test
    void returnedPermitWakesTheOneWhoWaits() throws Exception {
        var semaphore = new Semaphore(1);
        var permit = semaphore.tryAcquire();
        var waiting = PolledByHand.of(semaphore.acquire());
        assertTrue(waiting.poll().isPending());

        permit.close();

        assertEquals(1, waiting.wakes());
        assertTrue(waiting.poll().isReady());
    }

    @Test
    void handedOverPermitIsNeverFree() throws Exception {
        var semaphore = new Semaphore(1);
        var permit = semaphore.tryAcquire();
        var waiting = waiting(semaphore, 1);

        permit.close();

        assertEquals(0, semaphore.availablePermits());
        assertNull(semaphore.tryAcquire(), "no barging between the wake and the poll");
        assertTrue(waiting.poll().isReady());
    }

    @Test
    void waitersAreServedInTheOrderOfTheirFirstPoll() throws Exception {
        var semaphore = new Semaphore(0);
        var created = semaphore.acquire();
        var first = waiting(semaphore, 1);
        var second = PolledByHand.of(created);
        second.poll();

        semaphore.addPermits(1);

        assertTrue(first.poll().isReady());
        assertTrue(second.poll().isPending());
    }

    @Test
    void bigRequestAtTheHeadBlocksSmallOnes() throws Exception {
        var semaphore = new Semaphore(2);
        var big = waiting(semaphore, 3);
        var small = waiting(semaphore, 1);

        assertNull(semaphore.tryAcquire());
        assertEquals(0, small.wakes());

        semaphore.addPermits(1);
        assertEquals(1, big.wakes());
        assertEquals(0, small.wakes());
        assertTrue(big.poll().isReady());
        assertTrue(small.poll().isPending());
    }

    @Test
    void headCollectsPermitsAsTheyComeBack() throws Exception {
        var semaphore = new Semaphore(0);
        var big = waiting(semaphore, 3);

        semaphore.addPermits(1);
        semaphore.addPermits(1);
        assertEquals(0, semaphore.availablePermits());
        assertTrue(big.poll().isPending());

        semaphore.addPermits(1);
        assertEquals(3, big.poll().value().count());
    }

    @Test
    void oneReleaseServesAsManyAsItCan() throws Exception {
        var semaphore = new Semaphore(0);
        var first = waiting(semaphore, 2);
        var second = waiting(semaphore, 1);
        var third = waiting(semaphore, 2);

        semaphore.addPermits(4);

        assertEquals(List.of(1, 1, 0), List.of(first.wakes(), second.wakes(), third.wakes()));
        semaphore.addPermits(1);
        assertEquals(1, third.wakes());
        assertEquals(0, semaphore.availablePermits());
    }

    @Test
    void whatNobodyWaitsForIsFree() throws Exception {
        var semaphore = new Semaphore(0);
        waiting(semaphore, 1);

        semaphore.addPermits(5);

        assertEquals(4, semaphore.availablePermits());
    }

    @Test
    void moreWaitersThanOneBatchAreAllServed() throws Exception {
        var semaphore = new Semaphore(0);
        List<PolledByHand<Semaphore.Permit>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(waiting(semaphore, 1));
        }

        semaphore.addPermits(101);

        for (var one : crowd) {
            assertEquals(1, one.wakes());
            assertTrue(one.poll().isReady());
        }
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void theLatestWakerIsWoken() throws Exception {
        var semaphore = new Semaphore(0);
        List<String> woken = new ArrayList<>();
        var future = semaphore.acquire();
        future.poll(Context.of(() -> woken.add("first task")));
        future.poll(Context.of(() -> woken.add("second task")));

        semaphore.addPermits(1);

        assertEquals(List.of("second task"), woken);
    }

    // ---- dropped

    @Test
    void unpolledFutureDroppedLosesNothing() {
        var semaphore = new Semaphore(1);

        semaphore.acquire().cancel();

        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void headDroppedHandsItsPartToTheNext() throws Exception {
        var semaphore = new Semaphore(2);
        var big = waiting(semaphore, 3);
        var small = waiting(semaphore, 2);

        big.cancel();

        assertEquals(1, small.wakes());
        assertTrue(small.poll().isReady());
    }

    @Test
    void headDroppedWhoseTurnItWasPassesThePermitOn() throws Exception {
        var semaphore = new Semaphore(0);
        var first = waiting(semaphore, 1);
        var second = waiting(semaphore, 1);
        semaphore.addPermits(1);

        first.cancel();

        assertEquals(1, second.wakes());
        assertTrue(second.poll().isReady());
    }

    @Test
    void onlyWaiterDroppedMakesItsPermitFree() throws Exception {
        var semaphore = new Semaphore(0);
        var only = waiting(semaphore, 2);
        semaphore.addPermits(1);
        assertEquals(0, semaphore.availablePermits());

        only.cancel();

        assertEquals(1, semaphore.availablePermits());
        assertNotNull(semaphore.tryAcquire());
    }

    @Test
    void waiterDroppedInTheMiddleIsSkipped() throws Exception {
        var semaphore = new Semaphore(0);
        var first = waiting(semaphore, 1);
        var middle = waiting(semaphore, 1);
        var last = waiting(semaphore, 1);

        middle.cancel();
        semaphore.addPermits(2);

        assertTrue(first.poll().isReady());
        assertTrue(last.poll().isReady());
        assertEquals(0, middle.wakes());
    }

    @Test
    void waiterDroppedAtTheEndLeavesTheOthers() throws Exception {
        var semaphore = new Semaphore(0);
        var first = waiting(semaphore, 1);
        var last = waiting(semaphore, 1);

        last.cancel();
        semaphore.addPermits(2);

        assertTrue(first.poll().isReady());
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void headDroppedWithNothingYetUnblocksNobodyTooEarly() throws Exception {
        var semaphore = new Semaphore(0);
        var big = waiting(semaphore, 2);
        var small = waiting(semaphore, 1);

        big.cancel();
        assertEquals(0, small.wakes());

        semaphore.addPermits(1);
        assertEquals(1, small.wakes());
    }

    // ---- closed

    @Test
    void closingRefusesEveryWaiter() throws Exception {
        var semaphore = new Semaphore(0);
        List<PolledByHand<Semaphore.Permit>> crowd = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            crowd.add(waiting(semaphore, 1));
        }

        semaphore.close();

        for (var one : crowd) {
            assertEquals(1, one.wakes());
            assertThrows(ClosedException.class, one::poll);
        }
    }

    @Test
    void closedSemaphoreGivesNothingOut() {
        var semaphore = new Semaphore(5);

        semaphore.close();
        semaphore.close();

        assertTrue(semaphore.isClosed());
        assertThrows(ClosedException.class, semaphore::tryAcquire);
        assertThrows(
                ClosedException.class,
                () -> PolledByHand.of(semaphore.acquire()).poll());
    }

    @Test
    void permitsComeBackAfterTheClose() {
        var semaphore = new Semaphore(1);
        var permit = semaphore.tryAcquire();
        semaphore.close();

        permit.close();

        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void partOfARefusedHeadComesBack() throws Exception {
        var semaphore = new Semaphore(2);
        var polled = waiting(semaphore, 3);
        semaphore.close();

        assertThrows(ClosedException.class, polled::poll);

        assertEquals(2, semaphore.availablePermits());
    }

    @Test
    void partOfARefusedHeadThatIsDroppedComesBack() throws Exception {
        var semaphore = new Semaphore(2);
        var dropped = waiting(semaphore, 3);
        semaphore.close();

        dropped.cancel();

        assertEquals(2, semaphore.availablePermits());
    }

    @Test
    void permitGivenBeforeTheCloseIsStillGood() throws Exception {
        var semaphore = new Semaphore(0);
        var waiting = waiting(semaphore, 1);
        semaphore.addPermits(1);

        semaphore.close();

        assertTrue(waiting.poll().isReady());
    }

    // ---- misuse

    @Test
    void senselessCountsAreRefused() {
        var semaphore = new Semaphore(1);

        assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
        assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(0));
        assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-1));
        assertThrows(IllegalArgumentException.class, () -> semaphore.addPermits(-1));
        assertThrows(IllegalArgumentException.class, () -> semaphore.addPermits(Integer.MAX_VALUE));
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void asManyPermitsAsAnIntCountsAreFine() {
        var semaphore = new Semaphore(Integer.MAX_VALUE);

        var all = semaphore.tryAcquire(Integer.MAX_VALUE);
        assertEquals(0, semaphore.availablePermits());
        all.close();

        assertEquals(Integer.MAX_VALUE, semaphore.availablePermits());
        assertFalse(semaphore.isClosed());
    }

    private static PolledByHand<Semaphore.Permit> waiting(Semaphore semaphore, int count) throws Exception {
        var waiting = PolledByHand.of(semaphore.acquire(count));
        assertTrue(waiting.poll().isPending());
        return waiting;
    }
}
