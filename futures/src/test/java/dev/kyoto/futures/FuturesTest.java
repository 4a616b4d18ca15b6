package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.consumeBudget;
import static dev.kyoto.futures.Futures.failed;
import static dev.kyoto.futures.Futures.lazy;
import static dev.kyoto.futures.Futures.nowOrNever;
import static dev.kyoto.futures.Futures.pending;
import static dev.kyoto.futures.Futures.pin;
import static dev.kyoto.futures.Futures.pollFn;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FuturesTest {
    private final List<String> log = new ArrayList<>();
    private final Probe tea = new Probe("tea");

    static List<Arguments> leaves() {
        return List.of(
                leaf("ready(…)", () -> ready(1)),
                leaf("failed(…)", () -> failed(new IOException("no tea"))),
                leaf("pending()", () -> pending()),
                leaf("lazy(…)", () -> lazy(() -> 1)),
                leaf("pollFn(…)", () -> pollFn(cx -> Poll.ready(1))),
                leaf("yieldNow()", () -> yieldNow()),
                leaf("consumeBudget()", () -> consumeBudget()));
    }

    private static Arguments leaf(String name, Supplier<Future<?>> maker) {
        return Arguments.of(name, maker);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaves")
    void leafPolledAfterItWasDroppedSaysWhatItIs(String name, Supplier<Future<?>> maker) {
        Future<?> leaf = maker.get();
        leaf.cancel();
        leaf.cancel();

        var error = assertThrows(IllegalStateException.class, () -> leaf.poll(Context.of(Waker.noop())));

        assertTrue(error.getMessage().startsWith(name), error.getMessage());
    }

    @Test
    void catchingMakesAValueOfAFailure() throws Exception {
        var failure = new IOException("no tea");

        var result = nowOrNever(failed(failure).catching()).value();

        assertEquals(new Result.Failure<>(failure), result);
        assertFalse(result.isSuccess());
        assertSame(failure, assertThrows(IOException.class, result::get));
    }

    @Test
    void catchingOfAValueIsASuccess() throws Exception {
        var result = nowOrNever(ready("tea").catching()).value();

        assertTrue(result.isSuccess());
        assertEquals("tea", result.get());
    }

    @Test
    void catchingLetsErrorsPass() {
        Future<String> broken = pollFn(cx -> {
            throw new StackOverflowError();
        });

        assertThrows(StackOverflowError.class, () -> nowOrNever(broken.catching()));
    }

    @Test
    void catchingWaitsForAndDropsItsSource() throws Exception {
        var catching = PolledByHand.of(tea.catching());
        assertTrue(catching.poll().isPending());

        catching.cancel();

        assertEquals(1, tea.drops);
    }

    @Test
    void failureOfOneOfSeveralThatCatchEndsNoOther() throws Exception {
        var failure = new IOException("no tea");
        var all = PolledByHand.of(
                Futures.joinAll(List.of(tea.catching(), ready("cake").catching())));
        assertTrue(all.poll().isPending());

        tea.fail(failure);

        assertEquals(
                List.of(new Result.Failure<>(failure), new Result.Success<>("cake")),
                all.poll().value());
    }

    @Test
    void readyAllocatesNoPoll() throws Exception {
        Future<Integer> one = ready(1);

        assertSame(one, one.poll(Context.of(Waker.noop())));
    }

    @Test
    void failedThrowsTheVeryException() {
        var failure = new IOException("no tea");

        assertSame(failure, assertThrows(IOException.class, PolledByHand.of(failed(failure))::poll));
    }

    @Test
    void pendingStaysPending() throws Exception {
        var never = PolledByHand.of(pending());

        assertTrue(never.poll().isPending());
        assertTrue(never.poll().isPending());
        assertEquals(0, never.wakes());
    }

    @Test
    void lazyCallsAtTheFirstPoll() throws Exception {
        var later = PolledByHand.of(lazy(() -> log.add("called")));
        assertEquals(List.of(), log);

        assertEquals(true, later.poll().value());
        assertEquals(List.of("called"), log);
    }

    @Test
    void yieldNowIsPendingOnceAndAsksToBePolledAfterOthers() throws Exception {
        Waker task = () -> {};
        var cx = new LimitedContext(task, 100);
        Future<@Nullable Void> yield = yieldNow();

        assertTrue(yield.poll(cx).isPending());
        assertEquals(List.of(task), cx.deferred);

        assertTrue(yield.poll(cx).isReady());
        assertEquals(1, cx.deferred.size());
    }

    @Test
    void nowOrNeverTakesWhatIsThere() throws Exception {
        assertEquals("value of tea", nowOrNever(tea.complete()).value());
        assertEquals(0, tea.drops);
    }

    @Test
    void nowOrNeverDropsWhatIsNotThere() throws Exception {
        assertTrue(nowOrNever(tea).isPending());
        assertEquals(1, tea.drops);
    }

    @Test
    void functionsAreNotCalledForAFailure() {
        tea.fail(new IOException("no tea"));

        var chain = PolledByHand.of(tea.map(value -> log.add("mapped")).andThen(value -> ready(log.add("then"))));

        assertThrows(IOException.class, chain::poll);
        assertEquals(List.of(), log);
    }

    @Test
    void recoveryIsNotCalledForAValueOrAnError() throws Exception {
        var error = new AssertionError("two cups");
        Future<String> failing = pollFn(cx -> {
            throw error;
        });

        assertEquals(
                "value of tea",
                PolledByHand.of(tea.complete().orElse(failure -> ready("coffee")))
                        .poll()
                        .value());
        assertSame(
                error,
                assertThrows(AssertionError.class, PolledByHand.of(failing.orElse(failure -> ready("coffee")))::poll));
    }

    @Test
    void inspectShowsTheValueAndPassesItOn() throws Exception {
        List<String> seen = new ArrayList<>();

        assertEquals(
                "tea", PolledByHand.of(ready("tea").inspect(seen::add)).poll().value());

        assertEquals(List.of("tea"), seen);
    }

    @Test
    void andThenPollsTheSecondFutureInTheSamePoll() throws Exception {
        var chain = PolledByHand.of(ready(20).andThen(value -> ready(value + 1)).map(value -> value * 2));

        assertEquals(42, chain.poll().value());
    }

    @Test
    void exceptionOfAFunctionIsAFailure() {
        var chain = PolledByHand.of(ready("x").map(Integer::parseInt).orElse(failure -> failed(failure)));

        assertThrows(NumberFormatException.class, chain::poll);
    }

    @Test
    void functionThatReturnsNoFutureIsNamed() {
        var chain = PolledByHand.of(ready(1).andThen(FuturesTest::noFuture));

        var error = assertThrows(NullPointerException.class, chain::poll);

        assertTrue(error.getMessage().contains("returned by the function"), error.getMessage());
    }

    @SuppressWarnings("NullAway") // the mistake under test
    private static Future<Integer> noFuture(int value) {
        return null;
    }

    @Test
    void fusedFutureThatFailedIsPendingForEver() throws Exception {
        var fused = PolledByHand.of(tea.fail(new IOException("no tea")).fuse());
        assertThrows(IOException.class, fused::poll);

        assertTrue(fused.poll().isPending());
        assertEquals(1, tea.polls);
    }

    @Test
    void pinnedFutureSurvivesCancel() throws Exception {
        var pinned = pin(tea);
        pinned.cancel();
        assertEquals(0, tea.drops);
        assertFalse(pinned.isDone());
        tea.complete();

        assertEquals("value of tea", PolledByHand.of(pinned).poll().value());
        assertTrue(pinned.isDone());
    }

    @Test
    void pinnedFutureThatWasClosedSaysSo() {
        var pinned = pin(tea);
        pinned.close();

        var error = assertThrows(IllegalStateException.class, PolledByHand.of(pinned)::poll);

        assertTrue(error.getMessage().contains("been closed"), error.getMessage());
        assertTrue(pinned.isDone());
    }
}
