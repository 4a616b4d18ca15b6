package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.onIf;
import static dev.kyoto.futures.Futures.pin;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.select;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelectTest {
    private static final int MANY = 130;

    private final List<String> log = new ArrayList<>();
    private final Probe tea = logged(new Probe("tea"));
    private final Probe cake = logged(new Probe("cake"));
    private final Probe bill = logged(new Probe("bill"));

    private Probe logged(Probe probe) {
        probe.onDrop = () -> log.add("dropped " + probe.name);
        return probe;
    }

    private Branch<String> branch(Probe probe) {
        return on(probe, value -> {
            log.add("handler of " + probe.name);
            return "got " + value;
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of branches
    private Select<String> selectAll(Probe... probes) {
        Branch<String>[] branches = Stream.of(probes).map(this::branch).toArray(Branch[]::new);
        return select(branches);
    }

    @Test
    void losersAreDroppedBeforeTheHandlerRuns() throws Exception {
        var select = PolledByHand.of(selectAll(tea, cake, bill));
        select.poll();
        cake.complete("sponge");

        assertEquals("got sponge", select.poll().value());

        assertEquals(List.of("dropped tea", "dropped bill", "handler of cake"), log);
    }

    @Test
    void branchWithoutAHandlerYieldsTheValueItself() throws Exception {
        cake.complete("sponge");

        assertEquals(
                "sponge",
                PolledByHand.of(select(on(tea), onIf(false, ready("bill")), on(cake)))
                        .poll()
                        .value());
    }

    @Test
    void typedResultTellsWhichBranchWon() throws Exception {
        assertEquals(
                new OneOf.Second<>(2),
                PolledByHand.of(select(tea, ready(2))).poll().value());
        assertEquals(
                new OneOf.First<>(1),
                PolledByHand.of(select(ready(1), tea)).poll().value());
    }

    @Test
    void typedResultOfEightTellsWhichBranchWon() throws Exception {
        Probe[] others = Probe.many(7);
        var select = PolledByHand.of(
                select(others[0], others[1], others[2], others[3], others[4], others[5], others[6], ready(8)));

        assertEquals(new OneOf.Eighth<>(8), select.poll().value());
    }

    @Test
    void startsAtTheBranchThatTheExecutorDraws() throws Exception {
        Stream.of(tea, cake, bill).forEach(Probe::complete);
        var cx = new LimitedContext(() -> {}, 100);
        cx.dice = 1;

        assertEquals("got value of cake", selectAll(tea, cake, bill).poll(cx).value());

        assertEquals(List.of(3), cx.bounds);
    }

    @Test
    void looksAtTheBranchesBeforeTheDrawnOneToo() throws Exception {
        tea.complete();
        var cx = new LimitedContext(() -> {}, 100);
        cx.dice = 2;

        assertEquals("got value of tea", selectAll(tea, cake, bill).poll(cx).value());
    }

    @Test
    void biasedSelectStartsAtItsFirstBranchAndDrawsNothing() throws Exception {
        Stream.of(tea, cake, bill).forEach(Probe::complete);
        var cx = new LimitedContext(() -> {}, 100);
        cx.dice = 1;

        assertEquals(
                "got value of tea", selectAll(tea, cake, bill).biased().poll(cx).value());

        assertEquals(List.of(), cx.bounds);
    }

    @Test
    void loserThatWasReadyTooIsNotPolledSoItsValueIsNotLost() throws Exception {
        var select = selectAll(tea.complete(), cake.complete()).biased();

        PolledByHand.of(select).poll();

        assertEquals(0, cake.polls);
        assertEquals(1, cake.drops);
    }

    @Test
    void failureOfABranchIsThrownOnceTheLosersAreDropped() throws Exception {
        var failure = new IOException("no cake");
        var select = PolledByHand.of(selectAll(tea, cake, bill));
        select.poll();
        cake.fail(failure);

        assertSame(failure, assertThrows(IOException.class, select::poll));

        assertEquals(List.of("dropped tea", "dropped bill"), log);
    }

    @Test
    void disabledBranchIsDroppedWhenTheSelectBeginsAndNeverPolled() throws Exception {
        Select<String> select = select(branch(tea), onIf(false, cake.complete(), value -> value));
        assertEquals(0, cake.drops);

        assertTrue(PolledByHand.of(select).poll().isPending());

        assertEquals(0, cake.polls);
        assertEquals(1, cake.drops);
        assertEquals(0, tea.drops);
        select.cancel();
        assertEquals(1, cake.drops);
    }

    @Test
    void enabledBranchTakesPart() throws Exception {
        Select<String> select = select(branch(tea), onIf(true, cake.complete("sponge"), value -> "a " + value));

        assertEquals("a sponge", PolledByHand.of(select).poll().value());
    }

    @Test
    void everyBranchDisabledFailsAndNamesTheCure() {
        Select<String> select = select(onIf(false, tea, value -> value), onIf(false, cake, value -> value));

        var error = assertThrows(
                IllegalStateException.class, () -> PolledByHand.of(select).poll());

        assertTrue(error.getMessage().contains("orElse("), error.getMessage());
        assertEquals(List.of("dropped tea", "dropped cake"), log);
    }

    @Test
    void everyBranchDisabledRunsOrElse() throws Exception {
        Select<String> select = select(onIf(false, tea, value -> value));

        assertEquals(
                "closed", PolledByHand.of(select.orElse(() -> "closed")).poll().value());
    }

    @Test
    void orElseIsNotRunWhileABranchIsEnabled() throws Exception {
        var select = PolledByHand.of(selectAll(tea).orElse(() -> "closed"));
        assertTrue(select.poll().isPending());
        tea.complete("sencha");

        assertEquals("got sencha", select.poll().value());
    }

    @Test
    void recoveryOfAFailedSelectIsNotOrElseOfItsBranches() throws Exception {
        tea.fail(new IOException("no tea"));
        Future<String> recovered = selectAll(tea).orElse(failure -> ready(failure.getMessage()));

        assertEquals("no tea", PolledByHand.of(recovered).poll().value());
    }

    @Test
    void compiledHandlerRunsAsTheSelectsContinuation() throws Exception {
        Select<String> select =
                select(on(tea, HandBlock.handler(value -> cake.map(next -> value + " and " + next))), branch(bill));
        var byHand = PolledByHand.of(select);
        byHand.poll();
        tea.complete("sencha");
        assertTrue(byHand.poll().isPending());
        assertEquals(List.of("dropped bill"), log);
        int wakes = byHand.wakes();

        cake.complete("sponge");

        assertEquals(wakes + 1, byHand.wakes());
        assertEquals("sencha and sponge", byHand.poll().value());
        assertEquals(2, tea.polls);
    }

    @Test
    void selectDroppedWithinItsHandlerDropsOnlyWhatTheHandlerAwaits() throws Exception {
        Select<String> select = select(on(tea.complete(), HandBlock.handler(value -> cake)), branch(bill));
        PolledByHand.of(select).poll();
        log.clear();

        select.cancel();

        assertEquals(List.of("dropped cake"), log);
    }

    @Test
    void compiledOrElseRunsAsTheSelectsContinuation() throws Exception {
        Select<String> select = select(onIf(false, tea, value -> value));
        var byHand = PolledByHand.of(select.orElse(HandBlock.block(nothing -> cake)));
        assertTrue(byHand.poll().isPending());
        cake.complete("sponge");

        assertEquals("sponge", byHand.poll().value());
    }

    @Test
    void arrayAndNullReachACompiledHandlerAsTheyAre() throws Exception {
        String[] words = {"a", "b"};
        Select<String[]> array = select(on(ready(words), HandBlock.handler(value -> ready(value))));
        Select<String> nothing = select(on(tea.complete(null), HandBlock.handler(value -> ready(value))));

        assertArrayEquals(words, PolledByHand.of(array).poll().value());
        assertNull(PolledByHand.of(nothing).poll().value());
    }

    @Test
    void failureOfTheHandlerIsTheFailureOfTheSelect() {
        var failure = new IOException("spilt");
        Select<String> select = select(on(tea.complete(), value -> {
            throw failure;
        }));

        assertSame(failure, assertThrows(IOException.class, PolledByHand.of(select)::poll));
    }

    @Test
    void awaitInAHandlerThatWasNotCompiledFailsByItself() {
        Select<String> select = select(on(tea.complete(), value -> cake.await()));

        var error = assertThrows(IllegalStateException.class, PolledByHand.of(select)::poll);

        assertTrue(error.getMessage().contains("kyoto-compiler"), error.getMessage());
    }

    @Test
    void withoutBudgetTheWholeSelectIsPending() throws Exception {
        Waker task = () -> {};
        var cx = new LimitedContext(task, 0);

        assertTrue(selectAll(tea.complete(), cake.complete()).poll(cx).isPending());

        assertEquals(0, tea.polls + cake.polls);
        assertEquals(List.of(task), cx.deferred);
    }

    @Test
    void wakeOfOneBranchOfManyPollsThatOneOnly() throws Exception {
        Probe[] guests = Probe.many(MANY);
        var select = PolledByHand.of(selectAll(guests));
        select.poll();

        guests[64].wake();
        guests[3].wake();
        select.poll();

        assertEquals(MANY + 2, Probe.polls(guests));
        guests[100].complete("me");
        assertEquals("got me", select.poll().value());
        assertEquals(MANY - 1, Stream.of(guests).mapToInt(guest -> guest.drops).sum());
        assertEquals(0, guests[100].drops);
    }

    @Test
    void pinnedLoserGoesOnInTheNextSelect() throws Exception {
        try (var download = pin(tea)) {
            for (int round = 0; round < 3; round++) {
                assertEquals(
                        new OneOf.Second<>(round),
                        PolledByHand.of(select(download, ready(round)).biased())
                                .poll()
                                .value());
            }
            assertEquals(3, tea.polls);
            tea.complete("sencha");

            assertEquals(
                    new OneOf.First<>("sencha"),
                    PolledByHand.of(select(download, cake)).poll().value());
        }
        assertEquals(0, tea.drops);
    }

    @Test
    void configuredAfterItsFirstPollItSaysWhereToDoThat() throws Exception {
        var select = selectAll(tea);
        PolledByHand.of(select).poll();

        var error = assertThrows(IllegalStateException.class, select::biased);
        assertThrows(IllegalStateException.class, () -> select.orElse(() -> "closed"));

        assertTrue(error.getMessage().contains("before it is awaited"), error.getMessage());
    }

    @Test
    void futureThatIsDoneAlreadyFailsTheSelectAndNamesTheCure() throws Exception {
        Future<Integer> used = ready(1);
        used.poll(Context.of(Waker.noop()));

        var error = assertThrows(
                IllegalStateException.class,
                () -> PolledByHand.of(select(tea, used)).poll());

        assertTrue(error.getMessage().contains("pin()"), error.getMessage());
        assertEquals(1, tea.drops);
    }

    @Test
    void biasedSelectTakesTheFirstThatIsReady() throws Exception {
        cake.complete("sponge");
        bill.complete("12");

        assertEquals(
                "got sponge",
                PolledByHand.of(selectAll(tea, cake, bill).biased()).poll().value());
        assertEquals(List.of(1, 1, 0), List.of(tea.polls, cake.polls, bill.polls));
    }

    @Test
    void guardsLeaveOutWhatIsDoneUntilNothingIsLeft() throws Exception {
        List<String> served = new ArrayList<>();
        try (var first = pin(tea);
                var second = pin(cake)) {
            tea.complete("sencha");
            boolean[] waiting = {true, true};
            for (int round = 0; round < 3; round++) {
                served.add(PolledByHand.of(select(
                                        onIf(waiting[0], first, value -> {
                                            waiting[0] = false;
                                            return value;
                                        }),
                                        onIf(waiting[1], second, value -> {
                                            waiting[1] = false;
                                            return value;
                                        }))
                                .biased()
                                .orElse(() -> "all served"))
                        .poll()
                        .value());
                cake.complete("sponge");
            }
        }

        assertEquals(List.of("sencha", "sponge", "all served"), served);
    }
}
