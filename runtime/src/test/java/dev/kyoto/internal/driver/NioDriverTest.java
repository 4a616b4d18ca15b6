package dev.kyoto.internal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Waker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class NioDriverTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final ScriptedSelector selector = new ScriptedSelector();
    private final NioDriver scripted = new NioDriver(selector);
    private final NioParker parker = scripted.newParker();

    @Test
    void unparkOfARunningOwnerCostsNoWakeupAndMakesTheNextParkReturnAtOnce() {
        parker.unpark();
        parker.unpark();
        parker.park(FOR_EVER);

        assertEquals(0, selector.wakeupCalls);
        assertEquals(List.of(), selector.timeouts, "it did not wait");
        assertEquals(1, selector.selectNowCalls, "but looked at what is ready");
    }

    @Test
    void aParkedOwnerIsWokenUpOnceHoweverManyUnparkIt() throws Exception {
        Thread owner = parkInNewThread(parker);
        selector.entered.await();
        parker.unpark();
        parker.unpark();
        parker.unpark();
        selector.letGo();
        owner.join();

        assertEquals(1, selector.wakeupCalls);
    }

    @Test
    void ownerWithoutChannelsWaitsOutsideOfTheSelectorAndIsWoken() throws Exception {
        try (var driver = new NioDriver()) {
            Parker parker = driver.newParker();
            Thread owner = parkInNewThread(parker);
            while (owner.getState() != Thread.State.WAITING) { // in a selector it would be RUNNABLE
                Thread.onSpinWait();
            }
            parker.unpark();
            owner.join();

            assertEquals(1, driver.read().wakeups());
        }
    }

    @Test
    void firstChannelIsWatchedThoughItsOwnerWaitsAlready() throws Exception {
        try (var pair = SocketPair.open();
                var driver = new NioDriver()) {
            NioParker parker = driver.newParker();
            var woken = new CountDownLatch(1);
            Thread owner = parkUntil(woken, parker);
            awaitWaiting(parker);
            waitToRead(IoSource.connected(driver, pair.near(), "near"), woken::countDown);
            pair.send(1);

            owner.join();
        }
    }

    @Test
    void theNoticeOfAnUnparkIsUsedUpByOnePark() throws Exception {
        parker.unpark();
        parker.park(FOR_EVER);
        Thread owner = parkInNewThread(parker);
        selector.entered.await();
        selector.letGo();
        owner.join();

        assertEquals(1, selector.timeouts.size(), "the second park waited");
    }

    @Test
    void timesAreRoundedUpToMillisecondsAndNoLimitIsTheSelectorsZero() {
        for (long nanos : new long[] {1, 1_000_000, 1_000_001, FOR_EVER}) {
            selector.letGo();
            parker.park(nanos);
        }
        parker.park(0);
        parker.park(-1);

        assertEquals(List.of(1L, 1L, 2L, 0L), selector.timeouts);
        assertEquals(2, selector.selectNowCalls);
    }

    @Test
    void anInterruptFromBeforeEndsTheParkAtOnceAndIsLeftForTheCaller() {
        try (var driver = new NioDriver()) {
            Thread.currentThread().interrupt();
            driver.newParker().park(FOR_EVER);
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void anInterruptDuringTheWaitEndsItAndIsLeftForTheCaller() throws Exception {
        try (var driver = new NioDriver()) {
            NioParker parker = driver.newParker();
            var interrupted = new AtomicBoolean();
            Thread owner = new Thread(() -> {
                parker.park(FOR_EVER);
                interrupted.set(Thread.interrupted());
            });
            owner.start();
            awaitWaiting(parker);
            owner.interrupt();
            owner.join();

            assertTrue(interrupted.get());
        }
    }

    @Test
    void pollGivesWayToTheParkedOwner() throws Exception {
        Thread owner = parkInNewThread(parker);
        selector.entered.await();
        assertFalse(scripted.poll());
        selector.letGo();
        owner.join();
        assertTrue(scripted.poll());
    }

    @Test
    void pollWorksOnAThreadWhoseInterruptStatusIsSet() throws Exception {
        try (var pair = SocketPair.open();
                var driver = new NioDriver()) {
            var wakes = new AtomicInteger();
            var source = IoSource.connected(driver, pair.near(), "near");
            waitToRead(source, wakes::incrementAndGet);
            pair.send(1);
            Thread.currentThread().interrupt();
            while (wakes.get() == 0) {
                assertTrue(driver.poll());
            }
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void aThiefDispatchesTheEventsOfABusyOwner() throws Exception {
        try (var pair = SocketPair.open();
                var driver = new NioDriver()) {
            var wokenBy = new CompletableFuture<Thread>();
            var source = IoSource.connected(driver, pair.near(), "near");
            waitToRead(source, () -> wokenBy.complete(Thread.currentThread()));
            pair.send(1);
            Thread thief = new Thread(() -> {
                while (!wokenBy.isDone()) {
                    driver.poll();
                }
            });
            thief.start();

            assertEquals(thief, wokenBy.get());
        }
    }

    @Test
    void wakersRunOutsideOfTheDriversLock() throws Exception {
        try (var pair = SocketPair.open();
                var driver = new NioDriver()) {
            var otherThreadCouldPoll = new CompletableFuture<Boolean>();
            var source = IoSource.connected(driver, pair.near(), "near");
            waitToRead(
                    source,
                    () -> otherThreadCouldPoll.complete(
                            CompletableFuture.supplyAsync(driver::poll).join()));
            pair.send(1);
            Parker parker = driver.newParker();
            while (!otherThreadCouldPoll.isDone()) {
                parker.park(FOR_EVER); // which may end for no reason
            }

            assertTrue(otherThreadCouldPoll.get());
        }
    }

    @Test
    void moreWakersThanABatchHoldsAreAllWoken() throws Exception {
        try (var driver = new NioDriver()) {
            int count = 100;
            var wakes = new AtomicInteger();
            var pairs = new SocketPair[count];
            for (int i = 0; i < count; i++) {
                pairs[i] = SocketPair.open();
                waitToRead(IoSource.connected(driver, pairs[i].near(), "near " + i), wakes::incrementAndGet);
                pairs[i].send(1);
            }
            Parker parker = driver.newParker();
            while (wakes.get() < count) {
                parker.park(FOR_EVER);
            }
            for (SocketPair pair : pairs) {
                pair.close();
            }
            assertEquals(count, wakes.get());
        }
    }

    @Test
    void closeWakesWhoeverWaitsAndTheirNextWaitSaysWhy() throws Exception {
        try (var pair = SocketPair.open()) {
            var driver = new NioDriver();
            var wakes = new AtomicInteger();
            var source = IoSource.connected(driver, pair.near(), "the near end");
            waitToRead(source, wakes::incrementAndGet);
            driver.close();
            driver.close();

            assertEquals(1, wakes.get());
            var failure = assertThrows(Exception.class, () -> waitToRead(source, Waker.noop()));
            assertTrue(failure.getMessage().contains("the near end"), failure.getMessage());
            assertTrue(failure.getMessage().contains("runtime that watched it was shut down"), failure.getMessage());
        }
    }

    @Test
    void aFirstWaitAfterCloseSaysWhy() throws Exception {
        try (var pair = SocketPair.open()) {
            var driver = new NioDriver();
            var source = IoSource.connected(driver, pair.near(), "near");
            driver.close();

            var failure = assertThrows(Exception.class, () -> waitToRead(source, Waker.noop()));
            assertTrue(failure.getMessage().contains("shut down"), failure.getMessage());
        }
    }

    @Test
    void closeLetsAParkedOwnerGo() throws Exception {
        var driver = new NioDriver();
        NioParker parker = driver.newParker();
        Thread owner = parkInNewThread(parker);
        awaitWaiting(parker);
        driver.close();
        owner.join();
        parker.unpark();
        parker.park(FOR_EVER);
        assertTrue(driver.poll());
    }

    @Test
    void whoComesSecondSleepsOutsideOfTheSelectorAndTheWatcherStays() throws Exception {
        Thread watcher = parkInNewThread(parker);
        selector.entered.await();
        NioParker second = scripted.newParker();
        Thread other = parkInNewThread(second);
        awaitWaiting(second);
        second.unpark();
        other.join();

        assertEquals(1, selector.timeouts.size());
        assertEquals(0, selector.wakeupCalls);
        selector.letGo();
        watcher.join();
    }

    @Test
    void watchIsHandedOverToOneThatWaitsOnceNobodyWatches() throws Exception {
        Thread watcher = parkInNewThread(parker);
        selector.entered.await();
        NioParker second = scripted.newParker();
        Thread other = new Thread(() -> {
            second.park(FOR_EVER);
            second.park(FOR_EVER);
        });
        other.start();
        awaitAsleepOutsideOfTheSelector(other, second);
        scripted.handOver();
        assertTrue(second.isWaiting(), "not while somebody watches");
        selector.letGo();
        watcher.join();
        scripted.handOver();
        selector.letGo();
        other.join();

        assertEquals(2, selector.timeouts.size());
    }

    @Test
    void withNothingToWatchNobodyIsWokenToDoSo() throws Exception {
        try (var driver = new NioDriver()) {
            NioParker parker = driver.newParker();
            Thread owner = parkInNewThread(parker);
            awaitWaiting(parker);
            driver.handOver();

            assertEquals(0, driver.read().wakeups());
            parker.unpark();
            owner.join();
        }
    }

    @Test
    void closeLetsGoWhoWatchesAndWhoDoesNot() throws Exception {
        try (var pair = SocketPair.open()) {
            var driver = new NioDriver();
            waitToRead(IoSource.connected(driver, pair.near(), "near"), Waker.noop());
            var closing = new CountDownLatch(1);
            Thread watcher = parkUntil(closing, driver.newParker());
            awaitParked(driver);
            NioParker second = driver.newParker();
            Thread other = parkUntil(closing, second);
            awaitWaiting(second);
            closing.countDown();
            driver.close();
            watcher.join();
            other.join();
        }
    }

    /** If an unpark were lost, two owners that wake each other in turn would wait for ever. */
    @Test
    void noUnparkIsLostBetweenOwnersThatWakeEachOther() throws Exception {
        int rounds = 20_000;
        try (var driver = new NioDriver();
                var pair = SocketPair.open()) {
            waitToRead(IoSource.connected(driver, pair.near(), "near"), Waker.noop()); // so that one of them watches
            Parker left = driver.newParker();
            Parker right = driver.newParker();
            var turn = new AtomicInteger();
            Thread other = new Thread(() -> takeTurns(left, right, turn, 1, rounds));
            other.start();
            takeTurns(right, left, turn, 0, rounds);
            other.join();
            assertEquals(2 * rounds, turn.get());
        }
    }

    private static void takeTurns(Parker other, Parker own, AtomicInteger turn, int mine, int rounds) {
        for (int i = 0; i < rounds; i++) {
            while ((turn.get() & 1) != mine) {
                own.park(FOR_EVER);
            }
            turn.incrementAndGet();
            other.unpark();
        }
    }

    static void waitToRead(IoSource source, Waker waker) throws Exception {
        source.drained(Direction.READ);
        assertFalse(source.await(Direction.READ, "reader", Context.of(waker)));
    }

    private static Thread parkInNewThread(Parker parker) {
        Thread owner = new Thread(() -> parker.park(FOR_EVER));
        owner.start();
        return owner;
    }

    static Thread parkUntil(CountDownLatch end, Parker parker) {
        Thread owner = new Thread(() -> {
            while (end.getCount() > 0) {
                parker.park(FOR_EVER);
            }
        });
        owner.start();
        return owner;
    }

    /** From here on it does not try to watch before it is woken: one that only waits may be just about to. */
    private static void awaitAsleepOutsideOfTheSelector(Thread owner, NioParker parker) {
        while (LockSupport.getBlocker(owner) != parker) {
            Thread.onSpinWait();
        }
    }

    /** Until it sleeps, or is about to watch if it can. */
    static void awaitWaiting(NioParker parker) {
        while (!parker.isWaiting()) {
            Thread.onSpinWait();
        }
    }

    /** Whoever watches holds the driver's lock, which poll tells. May end a park of one that is only about to watch. */
    static void awaitParked(NioDriver driver) {
        while (driver.poll()) {
            driver.handOver(); // it may have found this poll at it
        }
    }
}
