package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class DeferredWakersTest {
    private final DeferredWakers deferred = new DeferredWakers();
    private final List<Integer> woken = new ArrayList<>();

    @Test
    void drainWakesInTheOrderOfTheOffers() {
        offer(1, 2, 3);

        deferred.drain(Waker::wake);

        assertEquals(List.of(1, 2, 3), woken);
        assertTrue(deferred.isEmpty());
    }

    @Test
    void thiefWakesAllAndTheOwnerFindsNone() {
        offer(1, 2);

        deferred.steal(Waker::wake);
        deferred.drain(Waker::wake);

        assertEquals(List.of(1, 2), woken);
    }

    @Test
    void offersAfterATheftAreTheOwnersAgain() {
        offer(1);
        deferred.steal(Waker::wake);
        offer(2);

        deferred.drain(Waker::wake);

        assertEquals(List.of(1, 2), woken);
    }

    @Test
    void fullRingRefusesAndLosesNothing() {
        for (int i = 0; i < DeferredWakers.CAPACITY; i++) {
            offer(i);
        }

        assertFalse(deferred.offer(() -> woken.add(-1)));

        deferred.drain(Waker::wake);
        assertEquals(DeferredWakers.CAPACITY, woken.size());
        assertTrue(deferred.offer(() -> woken.add(-1)));
    }

    @Test
    void everyWakerIsWokenOnceWhileThievesAreAtIt() throws Exception {
        int count = 200_000;
        AtomicIntegerArray wakes = new AtomicIntegerArray(count);
        AtomicInteger stolen = new AtomicInteger();
        Thread owner = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                int me = i;
                Waker waker = () -> wakes.incrementAndGet(me);
                if (!deferred.offer(waker)) {
                    waker.wake();
                }
                while (i == 50 && stolen.get() == 0) {
                    Thread.onSpinWait(); // there is a thief
                }
                if (i % 61 == 60) {
                    deferred.drain(Waker::wake);
                }
            }
        });
        owner.start();

        Runnable thief = () -> {
            while (owner.isAlive()) {
                deferred.steal(waker -> {
                    stolen.incrementAndGet();
                    waker.wake();
                });
            }
        };
        Thread otherThief = new Thread(thief);
        otherThief.start();
        thief.run();
        otherThief.join();
        deferred.drain(Waker::wake);

        for (int i = 0; i < count; i++) {
            assertEquals(1, wakes.get(i));
        }
    }

    private void offer(int... numbers) {
        for (int number : numbers) {
            assertTrue(deferred.offer(() -> woken.add(number)));
        }
    }
}
