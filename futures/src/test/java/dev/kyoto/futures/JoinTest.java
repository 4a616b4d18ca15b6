package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.join;
import static dev.kyoto.futures.Futures.joinAll;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.tryJoin;
import static dev.kyoto.futures.Futures.tryJoinAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinTest {
    private static final int MANY = 130;

    private final Probe tea = new Probe("tea");
    private final Probe cake = new Probe("cake");
    private final Probe bill = new Probe("bill");

    @Test
    void valuesStandWhereTheirFuturesStood() throws Exception {
        var table = PolledByHand.of(join(tea, ready(4), cake));
        cake.complete("sponge");
        assertTrue(table.poll().isPending());
        tea.complete("sencha");

        assertEquals(new Tuple.Of3<>("sencha", 4, "sponge"), table.poll().value());
    }

    @Test
    void eightValuesOfEightTypes() throws Exception {
        var all = PolledByHand.of(
                join(ready(1), ready(2L), ready('3'), ready("4"), ready(5.0), ready(true), ready(7f), ready((byte) 8)));

        assertEquals(
                new Tuple.Of8<>(1, 2L, '3', "4", 5.0, true, 7f, (byte) 8),
                all.poll().value());
    }

    @Test
    void nullsAreValues() throws Exception {
        tea.complete(null);
        cake.complete("sponge");

        assertEquals(
                Arrays.asList(null, "sponge"),
                PolledByHand.of(joinAll(List.of(tea, cake))).poll().value());
    }

    @Test
    void childThatHasEndedIsNotPolledAgain() throws Exception {
        var table = PolledByHand.of(join(tea.complete(), cake));
        table.poll();
        table.poll();

        assertEquals(1, tea.polls);
        assertEquals(2, cake.polls);
    }

    @Test
    void joinRunsTheOthersToTheirEndAndThenThrowsTheFirstFailure() throws Exception {
        var noCake = new IOException("no cake");
        var noTea = new IOException("no tea");
        var table = PolledByHand.of(join(tea, cake, bill));
        cake.fail(noCake);
        assertTrue(table.poll().isPending());
        tea.fail(noTea);
        assertTrue(table.poll().isPending());
        bill.complete();

        var thrown = assertThrows(IOException.class, table::poll);

        assertSame(noCake, thrown);
        assertArrayEquals(new Throwable[] {noTea}, thrown.getSuppressed());
        assertEquals(0, tea.drops + cake.drops + bill.drops);
    }

    @Test
    void failureSharedByTwoChildrenDoesNotSuppressItself() {
        var failure = new IOException("closed");
        var table = PolledByHand.of(join(tea.fail(failure), cake.fail(failure)));

        assertSame(failure, assertThrows(IOException.class, table::poll));
        assertEquals(0, failure.getSuppressed().length);
    }

    @Test
    void errorOfAChildIsAFailureLikeAnyOther() throws Exception {
        var error = new AssertionError("two cups");
        tea.onPoll = () -> {
            throw error;
        };
        var table = PolledByHand.of(join(tea, cake));
        assertTrue(table.poll().isPending());
        cake.complete();

        assertSame(error, assertThrows(AssertionError.class, table::poll));
    }

    @Test
    void tryJoinDropsTheRestBeforeItThrows() throws Exception {
        var noCake = new IOException("no cake");
        var table = PolledByHand.of(tryJoin(tea, cake, bill));
        table.poll();
        cake.fail(noCake);

        assertSame(noCake, assertThrows(IOException.class, table::poll));

        assertEquals(List.of(1, 0, 1), List.of(tea.drops, cake.drops, bill.drops));
        assertEquals(1, bill.polls); // the failure came before its turn
    }

    @Test
    void tryJoinOfSuccessesYieldsThem() throws Exception {
        var table = PolledByHand.of(tryJoin(tea.complete("sencha"), cake.complete("sponge")));

        assertEquals(new Tuple.Of2<>("sencha", "sponge"), table.poll().value());
    }

    @Test
    void tryJoinAllOfManyDropsTheRestAtTheFirstFailure() throws Exception {
        var guests = Probe.many(MANY);
        var failure = new IOException("left");
        var party = PolledByHand.of(tryJoinAll(List.of(guests)));
        party.poll();
        guests[3].complete();
        party.poll();
        guests[100].fail(failure);

        assertSame(failure, assertThrows(IOException.class, party::poll));

        for (int i = 0; i < MANY; i++) {
            assertEquals(i == 3 || i == 100 ? 0 : 1, guests[i].drops, guests[i].name);
        }
    }

    @Test
    void manyKeepTheirOrderWhateverTheOrderOfTheirEnds() throws Exception {
        var guests = Probe.many(MANY);
        var party = PolledByHand.of(joinAll(List.of(guests)));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            expected.add("value of p" + i);
            assertTrue(party.poll().isPending());
            guests[(i * 77) % MANY].complete(); // 77 and 130 have no common divisor
        }

        assertEquals(expected, party.poll().value());
    }

    @Test
    void wakeOfOneOfManyPollsThatOneOnly() throws Exception {
        var guests = Probe.many(MANY);
        var party = PolledByHand.of(joinAll(List.of(guests)));
        party.poll();

        guests[63].wake();
        guests[64].wake();
        guests[129].wake();
        party.poll();

        assertEquals(MANY + 3, Probe.polls(guests));
        assertEquals(List.of(2, 2, 2), List.of(guests[63].polls, guests[64].polls, guests[129].polls));
    }

    @Test
    void pollWithoutAWakePollsNoneOfMany() throws Exception {
        var guests = Probe.many(MANY);
        var party = PolledByHand.of(joinAll(List.of(guests)));
        party.poll();

        party.poll();

        assertEquals(MANY, Probe.polls(guests));
    }

    @Test
    void manyWakesOfOneChildAreOneWakeOfTheTask() throws Exception {
        var guests = Probe.many(MANY);
        var party = PolledByHand.of(joinAll(List.of(guests)));
        party.poll();

        guests[5].wake();
        guests[5].wake();
        guests[6].wake();

        assertEquals(1, party.wakes());
    }

    @Test
    void childThatUsesUpEveryBudgetDoesNotStarveTheNext() throws Exception {
        tea.work = 1000;
        cake.work = 2;
        assertGetsItsShare(cake, joinAll(List.of(tea, cake)));
    }

    @Test
    void childThatUsesUpEveryBudgetDoesNotStarveTheNextOfMany() throws Exception {
        var guests = Probe.many(MANY);
        guests[0].work = 1000;
        guests[1].work = 2;
        assertGetsItsShare(guests[1], joinAll(List.of(guests)));
    }

    private static void assertGetsItsShare(Probe child, Future<?> join) throws Exception {
        for (int polls = 0; polls < 6; polls++) {
            var cx = new LimitedContext(() -> {}, 1);
            join.poll(cx);
            cx.deferred.forEach(Waker::wake);
        }

        assertEquals(0, child.work);
    }

    @Test
    void withoutBudgetNoneOfManyIsPolled() throws Exception {
        var guests = Probe.many(MANY);
        Waker task = () -> {};
        var cx = new LimitedContext(task, 0);

        assertTrue(joinAll(List.of(guests)).poll(cx).isPending());

        assertEquals(0, Probe.polls(guests));
        assertEquals(List.of(task), cx.deferred);
    }

    @Test
    void joinOfNothingIsReadyWithNothing() throws Exception {
        assertEquals(List.of(), PolledByHand.of(joinAll(List.of())).poll().value());
        assertEquals(List.of(), PolledByHand.of(tryJoinAll(List.of())).poll().value());
    }

    @Test
    void collectionIsReadWhenTheJoinIsMade() throws Exception {
        var futures = new ArrayList<>(List.of(ready(1), ready(2)));
        Future<List<Integer>> join = joinAll(futures);
        futures.clear();

        assertEquals(List.of(1, 2), PolledByHand.of(join).poll().value());
    }

    @Test
    void listOfValuesCannotBeModified() throws Exception {
        List<Integer> values =
                PolledByHand.of(joinAll(List.of(ready(1)))).poll().value();

        assertThrows(UnsupportedOperationException.class, () -> values.set(0, 2));
    }

    @Test
    void futureThatIsDoneAlreadyFailsTheJoinAndNamesTheCure() throws Exception {
        Future<Integer> used = ready(1);
        used.poll(Context.of(Waker.noop()));
        var table = PolledByHand.of(join(used, ready(2)));

        var error = assertThrows(IllegalStateException.class, table::poll);

        assertTrue(error.getMessage().contains("A future is used once"), error.getMessage());
    }

    @Test
    void sameFutureJoinedTwiceFails() {
        Future<Integer> twice = ready(1);

        assertThrows(IllegalStateException.class, PolledByHand.of(join(twice, twice))::poll);
    }

    @Test
    void childrenAreLookedAtInTheirOrderAtEveryPoll() throws Exception {
        List<String> order = new ArrayList<>();
        for (Probe child : List.of(tea, cake, bill)) {
            child.onPoll = () -> order.add(child.name);
        }
        var table = PolledByHand.of(join(tea, cake, bill));

        table.poll();
        table.poll();

        assertEquals(List.of("tea", "cake", "bill", "tea", "cake", "bill"), order);
    }

    @Test
    void eachEndWakesTheTaskAndTheLastOneEndsTheJoin() throws Exception {
        var table = PolledByHand.of(join(tea, cake));
        assertTrue(table.poll().isPending());

        cake.complete("sponge");
        assertEquals(1, table.wakes());
        assertTrue(table.poll().isPending());
        tea.complete("sencha");

        assertEquals(2, table.wakes());
        assertEquals(new Tuple.Of2<>("sencha", "sponge"), table.poll().value());
    }

    @Test
    void joinOfOneIsThatOne() throws Exception {
        assertEquals(
                List.of(1), PolledByHand.of(joinAll(List.of(ready(1)))).poll().value());
        assertEquals(
                List.of(1),
                PolledByHand.of(tryJoinAll(List.of(ready(1)))).poll().value());
    }
}
