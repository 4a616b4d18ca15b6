package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What differs from {@link FuturesUnordered}. */
class FuturesOrderedTest {
    private final Probe tea = new Probe("tea");
    private final Probe cake = new Probe("cake");
    private final Probe bill = new Probe("bill");
    private final FuturesOrdered<String> meal = new FuturesOrdered<>(List.of(tea, cake, bill));

    @Test
    void valuesComeInTheOrderOfThePushes() throws Exception {
        bill.complete("12.50");
        cake.complete("sponge");
        var next = next();
        assertTrue(next.poll().isPending());

        tea.complete("green");

        assertEquals("green", next.poll().value());
        assertEquals("sponge", next().poll().value());
        assertEquals("12.50", next().poll().value());
        assertNull(next().poll().value());
        assertEquals(3 + 1, Probe.polls(tea, cake, bill), "each once, and the tea again when it was woken");
    }

    @Test
    void failureIsThrownWhenItIsItsTurn() throws Exception {
        var failure = new IOException("no cake");
        cake.fail(failure);
        var next = next();
        next.poll();
        tea.complete("green");
        assertEquals("green", next.poll().value());

        assertSame(failure, assertThrows(IOException.class, next()::poll));

        assertEquals(1, meal.size());
    }

    @Test
    void futurePushedFirstComesFirst() throws Exception {
        tea.complete();
        next().poll();

        meal.pushFirst(new Probe("water").complete("still"));

        assertEquals("still", next().poll().value());
        assertEquals(2, meal.size());
    }

    @Test
    void droppedWaitLosesNoValue() throws Exception {
        cake.complete("sponge");
        var next = next();
        next.poll();
        tea.complete("green");

        next.cancel();

        assertEquals("green", next().poll().value());
        assertEquals("sponge", next().poll().value());
    }

    @Test
    void closingDropsThoseThatHaveNotEnded() throws Exception {
        cake.complete("sponge");
        next().poll();

        meal.close();

        assertEquals(List.of(1, 0, 1), List.of(tea.drops, cake.drops, bill.drops));
        assertTrue(meal.isEmpty());
        assertNull(next().poll().value());
        assertThrows(IllegalStateException.class, () -> meal.push(new Probe("water")));
    }

    private PolledByHand<@Nullable String> next() {
        return PolledByHand.of(meal.next());
    }
}
