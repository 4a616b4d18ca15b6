package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be done with permits that are out, and with those that nobody wants back. */
class SemaphorePermitTest {
    private final Semaphore semaphore = new Semaphore(5);

    @Test
    void splitPermitsGoBackOnTheirOwn() {
        var permit = semaphore.tryAcquire(5);

        var part = permit.split(2);

        assertEquals(List.of(3, 2), List.of(permit.count(), part.count()));
        part.close();
        assertEquals(2, semaphore.availablePermits());
        permit.close();
        assertEquals(5, semaphore.availablePermits());
    }

    @Test
    void allCanBeSplitOff() {
        var permit = semaphore.tryAcquire(2);

        var all = permit.split(2);
        permit.close();
        assertEquals(3, semaphore.availablePermits());

        all.close();
        assertEquals(5, semaphore.availablePermits());
    }

    @Test
    void noMoreThanThereAreIsSplitOff() {
        var permit = semaphore.tryAcquire(2);

        assertThrows(IllegalStateException.class, () -> permit.split(3));
        assertThrows(IllegalArgumentException.class, () -> permit.split(0));
        permit.close();
        var failure = assertThrows(IllegalStateException.class, () -> permit.split(1));

        assertTrue(failure.getMessage().contains("closed"), failure.getMessage());
        assertEquals(5, semaphore.availablePermits());
    }

    @Test
    void mergedPermitsGoBackTogether() {
        var permit = semaphore.tryAcquire(2);
        var other = semaphore.tryAcquire(1);

        permit.merge(other);
        other.close();

        assertEquals(List.of(3, 0), List.of(permit.count(), other.count()));
        assertEquals(2, semaphore.availablePermits());
        permit.close();
        assertEquals(5, semaphore.availablePermits());
    }

    @Test
    void closedPermitsAreNotMerged() {
        var permit = semaphore.tryAcquire(2);
        var closed = semaphore.tryAcquire(1);
        closed.close();

        assertThrows(IllegalStateException.class, () -> permit.merge(closed));
        assertThrows(IllegalStateException.class, () -> closed.merge(permit));

        assertEquals(2, permit.count());
    }

    @Test
    void onlyPermitsOfOneSemaphoreAreMerged() {
        var permit = semaphore.tryAcquire();

        assertThrows(IllegalArgumentException.class, () -> permit.merge(permit));
        assertThrows(IllegalArgumentException.class, () -> permit.merge(new Semaphore(1).tryAcquire()));
    }

    @Test
    void freePermitsAreForgotten() {
        semaphore.tryAcquire(2);

        assertEquals(1, semaphore.forgetPermits(1));
        assertEquals(2, semaphore.forgetPermits(10));
        assertEquals(0, semaphore.forgetPermits(10));

        assertEquals(0, semaphore.availablePermits());
        assertThrows(IllegalArgumentException.class, () -> semaphore.forgetPermits(-1));
    }

    @Test
    void whatAWaiterCollectsIsNotForgotten() throws Exception {
        var out = semaphore.tryAcquire(4);
        var waiting = PolledByHand.of(semaphore.acquire(5));
        waiting.poll();

        assertEquals(0, semaphore.forgetPermits(5));
        out.close();

        assertEquals(1, waiting.wakes());
        assertTrue(waiting.poll().isReady());
    }
}
