package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.consumeBudget;
import static dev.kyoto.futures.Futures.hasBudgetRemaining;
import static dev.kyoto.futures.Futures.unconstrained;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Futures that use the budget up, or go without one. */
class CooperationTest {
    private final Waker task = () -> {};
    private final Probe greedy = new Probe("greedy");

    @Test
    void consumedBudgetIsMissingAfterwards() throws Exception {
        var cx = new LimitedContext(task, 2);

        assertTrue(consumeBudget().poll(cx).isReady());

        assertEquals(1, cx.left());
    }

    @Test
    void withoutBudgetConsumingGivesWayAndThenGoesOn() throws Exception {
        var cx = new LimitedContext(task, 0);
        var consuming = consumeBudget();

        assertTrue(consuming.poll(cx).isPending());
        assertEquals(List.of(task), cx.deferred);

        assertTrue(consuming.poll(new LimitedContext(task, 1)).isReady());
    }

    @Test
    void remainingBudgetIsToldAndNotTaken() throws Exception {
        var cx = new LimitedContext(task, 1);
        assertTrue(hasBudgetRemaining().poll(cx).value());
        assertTrue(cx.withWaker(Waker.noop()).hasBudgetRemaining());
        assertTrue(cx.proceed(), "it was only asked for");

        assertFalse(hasBudgetRemaining().poll(cx).value());

        assertEquals(List.of(), cx.deferred, "to ask is not to give way");
        assertTrue(unconstrained(hasBudgetRemaining()).poll(cx).value());
        assertTrue(hasBudgetRemaining().poll(Context.of(task)).value());
    }

    @Test
    void unconstrainedFutureGoesOnBeyondTheBudgetAndLeavesItAlone() throws Exception {
        greedy.work = 1000;
        greedy.complete();
        var cx = new LimitedContext(task, 3);

        assertTrue(unconstrained(greedy).poll(cx).isReady());

        assertEquals(3, cx.left());
        assertTrue(cx.deferred.isEmpty());
    }

    @Test
    void budgetIsBackAfterAnUnconstrainedFutureFailed() {
        greedy.fail(new IOException("no tea"));
        var cx = new LimitedContext(task, 3);

        assertThrows(IOException.class, () -> unconstrained(greedy).poll(cx));

        assertEquals(3, cx.left());
    }

    @Test
    void childOfAnUnconstrainedJoinHasNoBudgetEither() throws Exception {
        Probe[] children = Probe.many(Combinator.WIDE);
        for (Probe child : children) {
            child.work = 100;
            child.complete();
        }

        assertTrue(unconstrained(Futures.joinAll(List.of(children)))
                .poll(new LimitedContext(task, 1))
                .isReady());
    }

    @Test
    void blockOnRefusesOnAThreadThatAnExecutorPollsOn() throws Exception {
        NonBlocking.enter();
        NonBlocking.enter();
        NonBlocking.leave();
        try {
            var error = assertThrows(IllegalStateException.class, () -> Futures.blockOn(greedy));
            assertTrue(error.getMessage().contains("spawnBlocking"), error.getMessage());
        } finally {
            NonBlocking.leave();
        }

        greedy.complete();
        assertEquals("value of greedy", Futures.blockOn(greedy));
        assertFalse(NonBlocking.isHere());
    }

    @Test
    void leavingWithoutHavingEnteredIsLoud() {
        assertThrows(IllegalStateException.class, NonBlocking::leave);
    }
}
