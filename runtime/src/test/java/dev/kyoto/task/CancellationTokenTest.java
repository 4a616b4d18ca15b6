package dev.kyoto.task;

import static dev.kyoto.futures.Futures.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Signal;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** A tree of tokens, polled by hand. */
class CancellationTokenTest {
    private final CancellationToken token = new CancellationToken();

    @Test
    void cancelWakesAllWhoWait() throws Exception {
        var first = PolledByHand.of(token.cancelled());
        var second = PolledByHand.of(token.cancelled());
        assertTrue(first.poll().isPending());
        assertTrue(second.poll().isPending());

        token.cancel();
        token.cancel();

        assertEquals(1, first.wakes());
        assertEquals(1, second.wakes());
        assertTrue(first.poll().isReady());
        assertTrue(second.poll().isReady());
        assertTrue(PolledByHand.of(token.cancelled()).poll().isReady());
    }

    @Test
    void droppedWaiterIsNotWoken() throws Exception {
        var waiters = new ArrayList<PolledByHand<?>>();
        for (int i = 0; i < 5; i++) {
            waiters.add(PolledByHand.of(token.cancelled()));
            waiters.get(i).poll();
        }
        waiters.get(0).cancel();
        waiters.get(2).cancel();
        waiters.get(4).cancel();

        token.cancel();

        assertEquals(
                List.of(0, 1, 0, 1, 0),
                waiters.stream().map(PolledByHand::wakes).toList());
    }

    @Test
    void latestWakerIsWoken() throws Exception {
        var woken = new ArrayList<String>();
        var waiting = token.cancelled();
        waiting.poll(Context.of(() -> woken.add("first")));
        waiting.poll(Context.of(() -> woken.add("second")));

        token.cancel();

        assertEquals(List.of("second"), woken);
    }

    @Test
    void parentCancelsItsChildrenAndNotTheOtherWayRound() {
        CancellationToken child = token.child();
        CancellationToken grandchild = child.child();
        CancellationToken sibling = token.child();

        child.cancel();

        assertFalse(token.isCancelled());
        assertFalse(sibling.isCancelled());
        assertTrue(grandchild.isCancelled());

        token.cancel();
        assertTrue(sibling.isCancelled());
        assertTrue(token.child().isCancelled());
    }

    @Test
    void whoeverIsWokenFindsTheChildrenCancelled() throws Exception {
        CancellationToken child = token.child();
        var seen = new ArrayList<Boolean>();
        token.cancelled().poll(Context.of(() -> seen.add(child.isCancelled())));

        token.cancel();

        assertEquals(List.of(true), seen);
    }

    @Test
    void wakerMayUseTheToken() throws Exception {
        token.cancelled().poll(Context.of(() -> {
            Thread other = new Thread(token::child); // would wait for ever if the lock were held
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));

        token.cancel();
    }

    @Test
    void deepTreeIsCancelledWithoutRecursion() {
        CancellationToken deepest = token;
        for (int i = 0; i < 100_000; i++) {
            deepest = deepest.child();
        }

        token.cancel();

        assertTrue(deepest.isCancelled());
    }

    @Test
    void cancelledChildLeavesItsParent() {
        for (int i = 0; i < 100; i++) {
            token.child().cancel();
        }

        assertEquals(0, token.childCount());
    }

    @Test
    void forgottenChildrenAreNotKept() {
        for (int i = 0; i < 1000; i++) {
            token.child();
        }
        CancellationToken kept = token.child();

        while (token.childCount() > 10) { // until they are collected
            System.gc();
            token.child();
        }

        token.cancel();
        assertTrue(kept.isCancelled());
    }

    @Test
    void grandchildHearsOfItsRootThoughNobodyHoldsWhatIsInBetween() {
        CancellationToken grandchild = token.child().child();
        System.gc();

        token.cancel();

        assertTrue(grandchild.isCancelled());
    }

    @Test
    void runningFutureIsDroppedWhenTheTokenIsCancelled() throws Exception {
        Signal<String> work = new Signal<>();
        var running = PolledByHand.of(token.runUntilCancelled(work));
        assertTrue(running.poll().isPending());

        token.cancel();

        assertEquals(1, running.wakes());
        assertThrows(CancellationException.class, running::poll);
        assertTrue(work.isDropped());
    }

    @Test
    void valueThatIsReadyWinsOverTheToken() throws Exception {
        Signal<String> work = new Signal<>();
        var running = PolledByHand.of(token.runUntilCancelled(work));
        running.poll();

        work.send("done");
        token.cancel();

        assertEquals("done", running.poll().value());
    }

    @Test
    void futureIsNotBegunUnderACancelledToken() {
        token.cancel();
        var running = PolledByHand.of(token.runUntilCancelled(ready(1)));

        assertThrows(CancellationException.class, running::poll);
    }

    @Test
    void droppedRunDropsTheFutureAndLeavesTheToken() throws Exception {
        Signal<String> work = new Signal<>();
        var running = PolledByHand.of(token.runUntilCancelled(work));
        running.poll();

        running.cancel();
        token.cancel();

        assertTrue(work.isDropped());
        assertEquals(0, running.wakes());
    }

    @Test
    void guardCancelsUnlessItIsDisarmed() {
        try (var guard = token.dropGuard()) {
            guard.disarm();
        }
        assertFalse(token.isCancelled());

        token.dropGuard().close();
        assertTrue(token.isCancelled());
    }

    @Test
    void childrenMadeWhileTheParentIsCancelledAreAllCancelled() throws Exception {
        for (int round = 0; round < 500; round++) {
            var root = new CancellationToken();
            var start = new CyclicBarrier(2);
            var children = new ArrayList<CancellationToken>();
            Thread maker = new Thread(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                for (int i = 0; i < 20; i++) {
                    children.add(root.child());
                }
            });
            maker.start();
            start.await();
            root.cancel();
            maker.join();

            assertTrue(children.stream().allMatch(CancellationToken::isCancelled));
        }
    }

    @Test
    void waitersOfAllDescendantsAreWokenAndNoOthers() throws Exception {
        CancellationToken middle = token.child();
        CancellationToken child = middle.child();
        CancellationToken grandchild = child.child();
        CancellationToken sibling = token.child();
        var waiters = new ArrayList<PolledByHand<?>>();
        for (CancellationToken each : List.of(token, sibling, middle, child, grandchild)) {
            waiters.add(PolledByHand.of(each.cancelled()));
            assertTrue(waiters.get(waiters.size() - 1).poll().isPending());
        }

        middle.cancel();

        assertEquals(
                List.of(0, 0, 1, 1, 1),
                waiters.stream().map(PolledByHand::wakes).toList());
        assertTrue(waiters.get(0).poll().isPending());
        assertTrue(waiters.get(4).poll().isReady());
        token.cancel();
        assertEquals(
                List.of(1, 1, 1, 1, 1),
                waiters.stream().map(PolledByHand::wakes).toList());
    }

    @Test
    void childMadeAfterAnotherWasCancelledIsCancelledWithItsParent() throws Exception {
        token.child().cancel();
        var waiting = PolledByHand.of(token.child().cancelled());
        assertTrue(waiting.poll().isPending());

        token.cancel();

        assertEquals(1, waiting.wakes());
        assertTrue(waiting.poll().isReady());
    }

    @Test
    void childOfACancelledTokenNeedNotBeWaitedFor() throws Exception {
        token.cancel();

        var waiting = PolledByHand.of(token.child().cancelled());

        assertTrue(waiting.poll().isReady());
        assertEquals(0, waiting.wakes());
    }

    @Test
    void whatIsNotReadyUnderACancelledTokenIsDropped() {
        token.cancel();
        Signal<String> work = new Signal<>();

        assertThrows(
                CancellationException.class,
                () -> PolledByHand.of(token.runUntilCancelled(work)).poll());

        assertTrue(work.isDropped());
    }

    @Test
    void whatIsReadyUnderATokenIsYielded() throws Exception {
        assertEquals(
                1, PolledByHand.of(token.runUntilCancelled(ready(1))).poll().value());
    }
}
