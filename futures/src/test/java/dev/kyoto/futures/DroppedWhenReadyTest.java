package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.consumeBudget;
import static dev.kyoto.futures.Futures.failed;
import static dev.kyoto.futures.Futures.from;
import static dev.kyoto.futures.Futures.hasBudgetRemaining;
import static dev.kyoto.futures.Futures.lazy;
import static dev.kyoto.futures.Futures.offload;
import static dev.kyoto.futures.Futures.pending;
import static dev.kyoto.futures.Futures.pin;
import static dev.kyoto.futures.Futures.pollFn;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.shared;
import static dev.kyoto.futures.Futures.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Futures whose next poll would be their last, and which are dropped instead. Of combinators, {@link FutureContract} asks it. */
class DroppedWhenReadyTest {
    private final List<String> events = new ArrayList<>();

    static List<Named<Future<?>>> immediate() {
        return List.of(
                Named.of("ready", ready("tea")),
                Named.of("failed", failed(new IOException("no tea"))),
                Named.of("pending", pending()));
    }

    @ParameterizedTest
    @MethodSource("immediate")
    void whatHoldsNothingIsOnlyDone(Future<?> future) {
        var byHand = PolledByHand.of(future);

        byHand.cancel();

        assertThrows(IllegalStateException.class, byHand::poll);
        assertEquals(0, byHand.wakes());
    }

    @Test
    void codeOfLazyIsNotCalled() {
        lazy(() -> events.add("called")).cancel();

        assertEquals(List.of(), events);
    }

    @Test
    void functionOfPollFnIsNotCalledAgainSoWhatItWouldTakeStays() throws Exception {
        var source = new ArrayDeque<String>();
        Future<String> taking = pollFn(cx -> source.isEmpty() ? Poll.pending() : Poll.ready(source.poll()));
        var byHand = PolledByHand.of(taking);
        byHand.poll();
        source.add("tea");

        byHand.cancel();

        assertEquals(List.of("tea"), List.copyOf(source));
    }

    @Test
    void turnThatWasGivenUpIsNotGivenUpAgain() throws Exception {
        var yielding = PolledByHand.of(yieldNow());
        yielding.poll();
        assertEquals(1, yielding.wakes());

        yielding.cancel();

        assertEquals(1, yielding.wakes());
    }

    @Test
    void unitOfTheBudgetIsTakenOnlyByThePollThatIsReady() throws Exception {
        var cx = new LimitedContext(Waker.noop(), 0);
        var consuming = consumeBudget();
        assertEquals(Poll.pending(), consuming.poll(cx));
        cx = new LimitedContext(Waker.noop(), 1);

        consuming.cancel();
        hasBudgetRemaining().cancel();

        assertEquals(1, cx.left());
    }

    @Test
    void stageThatASupplierMadeKeepsItsValue() throws Exception {
        var stage = new CompletableFuture<String>();
        var byHand = PolledByHand.of(from(() -> stage));
        byHand.poll();
        stage.complete("tea");

        byHand.cancel();

        assertEquals("tea", stage.getNow("cancelled"));
    }

    @Test
    void valueOfOffloadedCodeIsLostAsItSays() throws Exception {
        var queued = new ArrayDeque<Runnable>();
        var byHand =
                PolledByHand.of(offload(queued::add, () -> events.add("run")).withoutInterrupt());
        byHand.poll();
        queued.remove().run();
        assertEquals(1, byHand.wakes());

        byHand.cancel();

        assertEquals(List.of("run"), events);
        assertFalse(Thread.interrupted());
    }

    @Test
    void pinnedFutureThatIsReadyYieldsItsValueToTheNextSelect() throws Exception {
        var tea = new Probe("tea");
        var pinned = pin(tea);
        var byHand = PolledByHand.of(Futures.select(pinned, pending()));
        byHand.poll();
        tea.complete();

        byHand.cancel();

        assertEquals(0, tea.drops);
        assertEquals("value of tea", PolledByHand.of(pinned).poll().value());
    }

    @Test
    void blockDropsWhatItAwaitsUnpolled() throws Exception {
        var tea = new Probe("tea");
        var byHand = PolledByHand.of(async(HandBlock.block(nothing -> tea)));
        byHand.poll();
        tea.complete();

        byHand.cancel();

        assertEquals(List.of(1, 1), List.of(tea.polls, tea.drops));
    }

    @Test
    void sharedValueThatIsThereReachesTheOtherCopies() throws Exception {
        var first = shared(ready("tea"));
        var second = first.copy();
        var third = first.copy();
        PolledByHand.of(first).poll();

        second.cancel();

        assertEquals("tea", PolledByHand.of(third).poll().value());
    }
}
