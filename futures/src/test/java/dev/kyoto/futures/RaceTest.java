package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.race;
import static dev.kyoto.futures.Futures.selectAll;
import static dev.kyoto.futures.Futures.selectOk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final int MANY = 10_000;

    private final Probe tea = new Probe("tea");
    private final Probe cake = new Probe("cake");
    private final Probe bill = new Probe("bill");

    @Test
    void firstValueWinsAndTheOthersAreDroppedBeforeItIsHandedOver() throws Exception {
        var race = PolledByHand.of(race(tea, cake, bill));
        race.poll();
        cake.complete("sponge");

        assertEquals("sponge", race.poll().value());

        assertEquals(List.of(1, 0, 1), List.of(tea.drops, cake.drops, bill.drops));
    }

    @Test
    void failureWinsARace() throws Exception {
        var failure = new IOException("no cake");
        var race = PolledByHand.of(race(tea, cake));
        race.poll();
        cake.fail(failure);

        assertSame(failure, assertThrows(IOException.class, race::poll));

        assertEquals(1, tea.drops);
    }

    @Test
    void selectAllTellsWhichOneItWas() throws Exception {
        bill.complete("12.50");

        assertEquals(
                new Selected<>(2, "12.50"),
                PolledByHand.of(selectAll(List.of(tea, cake, bill))).poll().value());
    }

    @Test
    void nullIsAValue() throws Exception {
        tea.complete(null);

        assertNull(PolledByHand.of(race(tea, cake)).poll().value());
    }

    @Test
    void raceStartsAtTheFutureThatTheExecutorDraws() throws Exception {
        tea.complete("green");
        cake.complete("sponge");
        var cx = new LimitedContext(() -> {}, 100);
        cx.dice = 1;

        assertEquals("sponge", race(tea, cake).poll(cx).value());

        assertEquals(0, tea.polls, "what is ready and loses is not polled, so its value is not lost");
    }

    @Test
    void wakeOfOneOfTenThousandPollsThatOneOnly() throws Exception {
        Probe[] probes = Probe.many(MANY);
        var select = PolledByHand.of(selectAll(List.of(probes)));
        select.poll();
        assertEquals(MANY, Probe.polls(probes));

        probes[7_001].wake();
        assertTrue(select.poll().isPending());
        assertEquals(MANY + 1, Probe.polls(probes));
        probes[7_002].complete();

        assertEquals(7_002, select.poll().value().index());
        assertEquals(MANY + 2, Probe.polls(probes));
        assertEquals(MANY - 1, Stream.of(probes).mapToInt(probe -> probe.drops).sum());
    }

    @Test
    void selectOkPassesOverFailures() throws Exception {
        var select = PolledByHand.of(selectOk(List.of(tea, cake, bill)));
        select.poll();
        tea.fail(new IOException("no tea"));
        assertTrue(select.poll().isPending());
        assertEquals(0, cake.drops);

        cake.complete("sponge");

        assertEquals("sponge", select.poll().value());
        assertEquals(List.of(0, 0, 1), List.of(tea.drops, cake.drops, bill.drops));
    }

    @Test
    void selectOkOfFailuresThrowsTheFirstWithTheOthersSuppressed() throws Exception {
        var noCake = new IOException("no cake");
        var noTea = new IOException("no tea");
        var select = PolledByHand.of(selectOk(List.of(tea, cake)));
        select.poll();
        cake.fail(noCake);
        select.poll();
        tea.fail(noTea);

        var failure = assertThrows(IOException.class, select::poll);

        assertSame(noCake, failure);
        assertEquals(List.of(noTea), List.of(failure.getSuppressed()));
    }

    @Test
    void raceOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> race(List.of()));
        assertThrows(IllegalArgumentException.class, () -> selectAll(List.<Future<String>>of()));
        assertThrows(IllegalArgumentException.class, () -> selectOk(List.<Future<String>>of()));
    }
}
