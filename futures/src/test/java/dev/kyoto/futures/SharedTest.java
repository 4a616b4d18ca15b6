package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final Probe tea = new Probe("tea");
    private final Shared<String> pot = shared(tea);
    private final PolledByHand<String> first = PolledByHand.of(pot);
    private final PolledByHand<String> second = PolledByHand.of(pot.copy());

    @Test
    void everyCopySeesTheValue() throws Exception {
        assertTrue(first.poll().isPending());
        assertTrue(second.poll().isPending());

        tea.complete("green");

        assertEquals("green", first.poll().value());
        assertEquals("green", second.poll().value());
        assertEquals("green", PolledByHand.of(pot.copy()).poll().value(), "made after the end");
    }

    @Test
    void futureInsideIsPolledOnceForEachWake() throws Exception {
        first.poll();
        second.poll();
        first.poll();
        assertEquals(1, tea.polls);

        tea.wake();
        first.poll();
        second.poll();

        assertEquals(2, tea.polls);
    }

    @Test
    void wakeReachesEveryCopyThatWaits() throws Exception {
        first.poll();
        second.poll();

        tea.wake();

        assertEquals(List.of(1, 1), List.of(first.wakes(), second.wakes()));
    }

    @Test
    void endWakesThoseThatDidNotPollIt() throws Exception {
        tea.onPoll = () -> {
            if (tea.polls == 1) {
                poll(second); // finds the other one polling
                tea.complete("green");
            }
        };

        assertEquals("green", first.poll().value());

        assertTrue(second.wakes() > 0);
        assertEquals("green", second.poll().value());
        assertEquals(1, tea.polls);
    }

    @Test
    void wakeDuringThePollIsNotLost() throws Exception {
        tea.onPoll = tea::wake;

        first.poll();

        assertEquals(1, first.wakes());
    }

    @Test
    void copyDroppedAfterItWasWokenLeavesThePollToTheOthers() throws Exception {
        first.poll();
        second.poll();
        tea.complete("green");

        first.cancel();

        assertEquals(0, tea.drops);
        assertEquals("green", second.poll().value());
    }

    @Test
    void futureInsideIsDroppedWithTheLastCopy() throws Exception {
        first.poll();

        first.cancel();
        assertEquals(0, tea.drops);
        second.cancel();

        assertEquals(1, tea.drops);
        var failure = assertThrows(IllegalStateException.class, pot::copy);
        assertTrue(failure.getMessage().contains("copy()"), failure.getMessage());
    }

    @Test
    void endedFutureIsNotDropped() throws Exception {
        tea.complete("green");
        first.poll();

        second.cancel();

        assertEquals(0, tea.drops);
        assertEquals("green", PolledByHand.of(pot.copy()).poll().value());
    }

    @Test
    void failureIsTheSameForAllAndDoesNotGrow() {
        var failure = new IOException("no tea");
        tea.fail(failure);

        var copies = Stream.generate(pot::copy).limit(100).map(PolledByHand::of);

        copies.forEach(copy -> assertSame(failure, assertThrows(IOException.class, copy::poll)));
        assertSame(failure, assertThrows(IOException.class, first::poll));
        assertEquals(0, failure.getSuppressed().length);
        assertNull(failure.getCause());
        assertEquals(1, tea.polls);
    }

    @Test
    void nullIsAValue() throws Exception {
        tea.complete(null);

        assertNull(first.poll().value());
        assertNull(second.poll().value());
    }

    @Test
    void withoutBudgetTheValueIsThereAtTheNextTurn() throws Exception {
        tea.complete("green");
        first.poll();
        var copy = pot.copy();
        var empty = new LimitedContext(() -> {}, 0);

        assertTrue(copy.poll(empty).isPending());
        assertEquals(1, empty.deferred.size());

        assertEquals("green", copy.poll(new LimitedContext(() -> {}, 1)).value());
    }

    private static void poll(PolledByHand<String> future) {
        try {
            assertTrue(future.poll().isPending());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
