package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotifyTest {
    private final Notify notify = new Notify();

    // ---- one

    @Test
    void notificationIsStoredForTheNext() throws Exception {
        notify.notifyOne();

        assertTrue(created().poll().isReady());
        assertTrue(created().poll().isPending());
    }

    @Test
    void onlyOneNotificationIsStored() throws Exception {
        notify.notifyOne();
        notify.notifyOne();

        assertTrue(created().poll().isReady());
        assertTrue(created().poll().isPending());
    }

    @Test
    void theLongestWaitingIsNotified() throws Exception {
        var first = waiting();
        var second = waiting();

        notify.notifyOne();

        assertEquals(1, first.wakes());
        assertEquals(0, second.wakes());
        assertTrue(second.poll().isPending());
        assertTrue(first.poll().isReady());
    }

    @Test
    void theLatestToWaitCanBeNotifiedInstead() throws Exception {
        var first = waiting();
        var second = waiting();
        var third = waiting();

        notify.notifyLast();
        notify.notifyLast();

        assertEquals(List.of(0, 1, 1), List.of(first.wakes(), second.wakes(), third.wakes()));
        assertTrue(first.poll().isPending());
        assertTrue(third.poll().isReady());
    }

    @Test
    void notificationOfTheLastIsStoredWhenNobodyWaits() throws Exception {
        notify.notifyLast();
        notify.notifyLast();

        assertTrue(created().poll().isReady());
        assertTrue(created().poll().isPending());
    }

    @Test
    void notificationOfAWaiterIsNotStoredAsWell() throws Exception {
        var waiting = waiting();

        notify.notifyOne();

        assertTrue(created().poll().isPending(), "the one notification belongs to the waiter");
        assertTrue(waiting.poll().isReady());
    }

    @Test
    void eachNotificationReachesOneWaiter() throws Exception {
        var first = waiting();
        var second = waiting();

        notify.notifyOne();
        notify.notifyOne();
        notify.notifyOne();

        assertTrue(first.poll().isReady());
        assertTrue(second.poll().isReady());
        assertTrue(created().poll().isReady(), "the third was stored");
    }

    @Test
    void theLatestWakerIsWoken() throws Exception {
        List<String> woken = new ArrayList<>();
        var future = notify.notified();
        future.poll(Context.of(() -> woken.add("first task")));
        future.poll(Context.of(() -> woken.add("second task")));

        notify.notifyOne();

        assertEquals(List.of("second task"), woken);
    }

    @Test
    void notificationBeforeTheFirstPollIsThereAtThatPoll() throws Exception {
        var future = created();

        notify.notifyOne();

        assertTrue(future.poll().isReady());
    }

    @Test
    void wakerMayNotify() throws Exception {
        List<String> woken = new ArrayList<>();
        notify.notified().poll(Context.of(() -> {
            woken.add("first");
            notify.notifyWaiters();
            notify.notifyOne();
        }));

        notify.notifyWaiters();

        assertEquals(List.of("first"), woken);
        assertTrue(created().poll().isReady());
    }

    // ---- all

    @Test
    void broadcastReachesEveryWaiter() throws Exception {
        List<PolledByHand<@Nullable Void>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(waiting());
        }

        notify.notifyWaiters();

        for (var one : crowd) {
            assertEquals(1, one.wakes());
            assertTrue(one.poll().isReady());
        }
    }

    @Test
    void broadcastReachesAFutureThatWasNeverPolled() throws Exception {
        var before = created();

        notify.notifyWaiters();

        assertTrue(before.poll().isReady());
    }

    @Test
    void broadcastIsNotStored() throws Exception {
        notify.notifyWaiters();

        assertTrue(created().poll().isPending());
    }

    @Test
    void broadcastLeavesTheStoredNotificationToOthers() throws Exception {
        var before = created();
        notify.notifyOne();
        notify.notifyWaiters();

        assertTrue(before.poll().isReady());

        assertTrue(created().poll().isReady(), "the stored notification is still there");
    }

    @Test
    void waiterIsReachedOnceByManyBroadcasts() throws Exception {
        var waiting = waiting();

        notify.notifyWaiters();
        notify.notifyWaiters();

        assertEquals(1, waiting.wakes());
    }

    @Test
    void notificationAfterABroadcastIsStored() throws Exception {
        var reached = waiting();
        notify.notifyWaiters();

        notify.notifyOne();

        assertTrue(created().poll().isReady());
        assertTrue(reached.poll().isReady());
    }

    @Test
    void whoIsWokenByABroadcastMayWaitAgainAtOnce() throws Exception {
        List<PolledByHand<@Nullable Void>> again = new ArrayList<>();
        notify.notified().poll(Context.of(() -> again.add(created())));
        notify.notifyWaiters();

        assertTrue(again.get(0).poll().isPending(), "created during the broadcast, not before it");
        notify.notifyOne();
        assertEquals(1, again.get(0).wakes());
    }

    // ---- dropped

    @Test
    void notifiedWaiterThatIsDroppedPassesItOn() throws Exception {
        var first = waiting();
        var second = waiting();
        notify.notifyOne();

        first.cancel();

        assertEquals(1, second.wakes());
        assertTrue(second.poll().isReady());
    }

    @Test
    void lastWaiterThatIsDroppedPassesItOnToTheOneBefore() throws Exception {
        var first = waiting();
        var second = waiting();
        var third = waiting();
        notify.notifyLast();

        third.cancel();

        assertEquals(List.of(0, 1), List.of(first.wakes(), second.wakes()));
        assertTrue(second.poll().isReady());
    }

    @Test
    void notifiedWaiterThatIsDroppedStoresItIfNobodyWaits() throws Exception {
        var only = waiting();
        notify.notifyOne();

        only.cancel();

        assertTrue(created().poll().isReady());
    }

    @Test
    void waiterReachedByABroadcastHasNothingToPassOn() throws Exception {
        var first = waiting();
        notify.notifyWaiters();
        var second = waiting();

        first.cancel();

        assertEquals(0, second.wakes());
        second.cancel();
        assertTrue(created().poll().isPending());
    }

    @Test
    void unpolledFutureDroppedTakesNothing() throws Exception {
        notify.notifyOne();

        notify.notified().cancel();

        assertTrue(created().poll().isReady());
    }

    @Test
    void waiterDroppedAtTheHeadIsSkipped() throws Exception {
        var head = waiting();
        var next = waiting();

        head.cancel();
        notify.notifyOne();

        assertEquals(1, next.wakes());
    }

    @Test
    void waiterDroppedInTheMiddleIsSkipped() throws Exception {
        var head = waiting();
        var middle = waiting();
        var last = waiting();

        middle.cancel();
        notify.notifyOne();
        notify.notifyOne();

        assertEquals(List.of(1, 0, 1), List.of(head.wakes(), middle.wakes(), last.wakes()));
    }

    @Test
    void lastWaiterDroppedLeavesTheNextNotificationStored() throws Exception {
        waiting().cancel();

        notify.notifyOne();

        assertTrue(created().poll().isReady());
    }

    @Test
    void waiterDroppedByAnotherOnesWakeLeavesTheBroadcast() throws Exception {
        List<PolledByHand<@Nullable Void>> late = new ArrayList<>();
        notify.notified().poll(Context.of(() -> late.get(39).cancel()));
        for (int i = 0; i < 40; i++) {
            late.add(waiting());
        }

        notify.notifyWaiters();

        assertEquals(1, late.get(38).wakes());
        assertEquals(0, late.get(39).wakes(), "dropped by the first of the first batch, before its own batch");
    }

    private PolledByHand<@Nullable Void> created() {
        return PolledByHand.of(notify.notified());
    }

    private PolledByHand<@Nullable Void> waiting() throws Exception {
        var waiting = created();
        assertTrue(waiting.poll().isPending());
        return waiting;
    }
}
