package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FuturesUnorderedTest {
    private static final int MANY = 10_000;

    private final Probe tea = new Probe("tea");
    private final Probe cake = new Probe("cake");
    private final Probe bill = new Probe("bill");
    private final FuturesUnordered<String> table = new FuturesUnordered<>(List.of(tea, cake, bill));

    // ---- values

    @Test
    void valuesComeInTheOrderOfTheirEnds() throws Exception {
        assertTrue(next().poll().isPending());
        bill.complete("12.50");
        tea.complete("green");

        assertEquals("12.50", next().poll().value());
        assertEquals("green", next().poll().value());
        assertTrue(next().poll().isPending());
        assertEquals(1, table.size());
    }

    @Test
    void endOfAFutureWakesTheTask() throws Exception {
        var next = next();
        next.poll();

        cake.complete("sponge");

        assertEquals(1, next.wakes());
        assertEquals("sponge", next.poll().value());
    }

    @Test
    void emptySetYieldsNullEveryTime() throws Exception {
        tea.complete();
        cake.complete();
        bill.complete();
        for (int i = 0; i < 3; i++) {
            next().poll();
        }

        assertNull(next().poll().value());
        assertNull(next().poll().value());
        assertTrue(table.isEmpty());
    }

    @Test
    void failureIsThrownAndTheOthersGoOn() throws Exception {
        var failure = new IOException("no cake");
        cake.fail(failure);
        tea.complete("green");

        List<Object> outcomes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try {
                outcomes.add(next().poll().value());
            } catch (IOException thrown) {
                outcomes.add(thrown);
            }
        }

        assertEquals(List.of("green", failure), outcomes);
        assertEquals(1, table.size());
        assertEquals(0, bill.drops);
    }

    @Test
    void futurePushedWhileTheTaskWaitsWakesIt() throws Exception {
        var next = next();
        next.poll();

        table.push(new Probe("water").complete("still"));

        assertEquals(1, next.wakes());
        assertEquals("still", next.poll().value());
    }

    @Test
    void nothingBeginsBeforeItIsAwaited() {
        next();

        assertEquals(0, Probe.polls(tea, cake, bill));
    }

    // ---- who is polled

    @Test
    void wakeOfOneOfTenThousandPollsThatOneOnly() throws Exception {
        Probe[] probes = Probe.many(MANY);
        var many = new FuturesUnordered<String>(List.of(probes));
        var next = PolledByHand.of(many.next());
        next.poll();
        assertEquals(MANY, Probe.polls(probes));

        probes[7_001].wake();
        assertTrue(next.poll().isPending());
        assertEquals(MANY + 1, Probe.polls(probes));
        probes[7_002].complete();

        assertEquals("value of p7002", next.poll().value());
        assertEquals(MANY + 2, Probe.polls(probes));
    }

    @Test
    void pollWithoutAWakePollsNone() throws Exception {
        var next = next();
        next.poll();

        next.poll();

        assertEquals(3, Probe.polls(tea, cake, bill));
    }

    @Test
    void manyWakesOfOneAreOnePoll() throws Exception {
        var next = next();
        next.poll();

        tea.wake();
        tea.wake();
        next.poll();

        assertEquals(1, next.wakes());
        assertEquals(2, tea.polls);
    }

    @Test
    void wokenAreServedInTheOrderOfTheirWakes() throws Exception {
        next().poll();

        bill.complete("third pushed");
        tea.complete("first pushed");
        var pushed = new Probe("water").complete("pushed last");
        table.push(pushed);

        assertEquals(
                List.of("third pushed", "first pushed", "pushed last"),
                List.of(
                        next().poll().value(),
                        next().poll().value(),
                        next().poll().value()));
    }

    @Test
    void futureThatWakesItselfLetsTheOthersAndTheTaskHaveTheirTurn() throws Exception {
        tea.onPoll = tea::wake;
        var next = next();

        assertTrue(next.poll().isPending());

        assertTrue(tea.polls <= 3, "polled " + tea.polls + " times in one poll");
        assertEquals(List.of(1, 1), List.of(cake.polls, bill.polls));
        assertTrue(next.wakes() > 0, "there is more to poll");
    }

    @Test
    void lateWakeOfAFutureThatHasEndedIsHarmless() throws Exception {
        tea.complete("green");
        assertEquals("green", next().poll().value());

        tea.wake();

        assertTrue(next().poll().isPending());
        assertEquals(1, tea.polls);
    }

    @Test
    void futureWokenDuringItsLastPollIsNotPolledAgain() throws Exception {
        tea.onPoll = tea::wake;
        tea.complete("green");

        assertEquals("green", next().poll().value());
        assertTrue(next().pollUntilIdle().isPending());

        assertEquals(1, tea.polls);
    }

    @Test
    void withoutBudgetNoneIsPolledAndNoneIsForgotten() throws Exception {
        cake.complete("sponge");
        var empty = new LimitedContext(() -> {}, 0);

        assertTrue(table.next().poll(empty).isPending());

        assertEquals(0, Probe.polls(tea, cake, bill));
        assertFalse(empty.deferred.isEmpty());
        assertEquals("sponge", next().poll().value());
    }

    @Test
    void futureThatUsesUpEveryBudgetDoesNotStarveTheNext() throws Exception {
        tea.work = 100;
        tea.complete();
        cake.complete("sponge");
        var next = table.next();
        for (int polls = 0; polls < 5; polls++) {
            var cx = new LimitedContext(() -> {}, 2);
            Poll<String> poll = next.poll(cx);
            if (poll.isReady()) {
                assertEquals("sponge", poll.value());
                return;
            }
            cx.deferred.forEach(Waker::wake);
        }

        throw new AssertionError("the cake was not looked at");
    }

    // ---- dropped

    @Test
    void droppedWaitLosesNothing() throws Exception {
        var next = next();
        next.poll();
        cake.complete("sponge");

        next.cancel();

        assertEquals(0, cake.drops);
        assertEquals("sponge", next().poll().value());
    }

    @Test
    void droppedWaitIsNotWoken() throws Exception {
        var next = next();
        next.poll();

        next.cancel();
        cake.complete();

        assertEquals(0, next.wakes());
    }

    @Test
    void closingDropsThoseThatHaveNotEnded() throws Exception {
        tea.complete();
        next().poll();

        table.close();
        table.close();

        assertEquals(List.of(0, 1, 1), List.of(tea.drops, cake.drops, bill.drops));
        assertTrue(table.isEmpty());
        assertNull(next().poll().value());
        assertThrows(IllegalStateException.class, () -> table.push(new Probe("water")));
    }

    @Test
    void oneWhoseDropFailsKeepsNoOtherAlive() {
        var reported = new ArrayList<Throwable>();
        var before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        var failure = new IllegalStateException("spilt");
        tea.onDrop = () -> {
            throw failure;
        };
        try {
            table.close();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }

        assertEquals(List.of(1, 1), List.of(cake.drops, bill.drops));
        assertSame(failure, reported.get(0));
    }

    @Test
    void droppedInTheOrderInWhichTheyWerePushed() {
        var order = new ArrayList<String>();
        Stream.of(tea, cake, bill).forEach(probe -> probe.onDrop = () -> order.add(probe.name));

        table.close();

        assertEquals(List.of("tea", "cake", "bill"), order);
    }

    private PolledByHand<@Nullable String> next() {
        return PolledByHand.of(table.next());
    }
}
