package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.from;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FromStageTest {
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final PolledByHand<String> byHand = PolledByHand.of(from(stage));

    @Test
    void valueWakesTheReader() throws Exception {
        assertTrue(byHand.poll().isPending());

        stage.complete("tea");

        assertEquals(1, byHand.wakes());
        assertEquals("tea", byHand.poll().value());
    }

    @Test
    void stageThatHasEndedIsReadyAtOnce() throws Exception {
        assertEquals(
                "tea",
                PolledByHand.of(from(CompletableFuture.completedStage("tea")))
                        .poll()
                        .value());
        assertNull(PolledByHand.of(from(CompletableFuture.completedFuture(null)))
                .poll()
                .value());
    }

    @Test
    void failureIsThrownAsItIs() throws Exception {
        var failure = new IOException("no tea");
        byHand.poll();

        stage.completeExceptionally(failure);

        assertSame(failure, assertThrows(IOException.class, byHand::poll));
    }

    @Test
    void failureOfAStageFurtherUpIsUnwrapped() {
        var failure = new IOException("no tea");
        var derived = stage.thenApply(String::length)
                .thenCombine(CompletableFuture.completedFuture(1), Integer::sum)
                .whenComplete((value, ignored) -> {
                    throw new CompletionException(failure);
                });
        stage.completeExceptionally(new CompletionException(failure));

        assertSame(failure, assertThrows(IOException.class, () -> Futures.nowOrNever(from(derived))));
    }

    @Test
    void errorIsThrownAsItIs() {
        var failure = new AssertionError("no tea");

        stage.completeExceptionally(failure);

        assertSame(failure, assertThrows(AssertionError.class, byHand::poll));
    }

    @Test
    void stageCancelledByOthersFailsWithTheirCancellation() throws Exception {
        byHand.poll();

        stage.cancel(true);

        assertThrows(CancellationException.class, byHand::poll);
    }

    @Test
    void droppingCancelsTheStage() throws Exception {
        byHand.poll();

        byHand.cancel();

        assertTrue(stage.isCancelled());
        assertEquals(0, byHand.wakes());
    }

    @Test
    void droppedAlthoughReadyItLeavesTheValueWithTheStage() throws Exception {
        byHand.poll();
        stage.complete("tea");

        byHand.cancel();

        assertEquals("tea", stage.join());
    }

    @Test
    void copyKeepsTheStageFromBeingCancelled() throws Exception {
        var reader = PolledByHand.of(from(stage.copy()));
        reader.poll();

        reader.cancel();

        assertFalse(stage.isDone());
    }

    @Test
    void stageForReadingOnlyIsLeftAlone() throws Exception {
        var minimal = PolledByHand.of(from(stage.minimalCompletionStage()));
        minimal.poll();

        minimal.cancel();

        assertFalse(stage.isDone());
    }

    @Test
    void stageThatIsNoFutureIsCancelledThroughTheOneItOffers() throws Exception {
        var foreign = PolledByHand.of(from(foreign(stage)));
        foreign.poll();

        foreign.cancel();

        assertTrue(stage.isCancelled());
    }

    @Test
    void suppliedStageBeginsWithTheFirstPoll() throws Exception {
        var begun = new AtomicInteger();
        var future = PolledByHand.of(from(() -> {
            begun.incrementAndGet();
            return stage;
        }));
        assertEquals(0, begun.get());

        future.poll();
        future.poll();

        assertEquals(1, begun.get());
    }

    @Test
    void droppedBeforeTheFirstPollItMakesNoStage() {
        PolledByHand.of(Futures.<String>from(() -> {
                    throw new AssertionError("made");
                }))
                .cancel();
    }

    @Test
    void supplierThatThrowsIsTheFailure() {
        var failure = new IllegalStateException("closed");

        assertSame(failure, assertThrows(IllegalStateException.class, PolledByHand.of(Futures.<String>from(() -> {
            throw failure;
        }))::poll));
    }

    @Test
    void supplierOfNothingIsNamed() {
        var failure = assertThrows(
                NullPointerException.class, PolledByHand.of(Futures.from(() -> (CompletionStage<String>) null))::poll);

        assertTrue(failure.getMessage().contains("supplier"), failure.getMessage());
    }

    @Test
    void secondUseIsLoud() throws Exception {
        stage.complete("tea");
        byHand.poll();

        assertThrows(IllegalStateException.class, byHand::poll);
    }

    @Test
    void budgetIsTakenForAValueAndHandedBackWithoutOne() throws Exception {
        var future = from(stage);
        var cx = new LimitedContext(Waker.noop(), 1);
        assertTrue(future.poll(cx).isPending());
        assertEquals(1, cx.left());
        stage.complete("tea");

        var exhausted = new LimitedContext(Waker.noop(), 0);
        assertTrue(future.poll(exhausted).isPending());
        assertEquals(1, exhausted.deferred.size());

        assertEquals("tea", future.poll(cx).value());
        assertEquals(0, cx.left());
    }

    /** A stage that is no {@link java.util.concurrent.Future} itself, as some libraries have. */
    @SuppressWarnings("unchecked") // all methods are passed on
    private static CompletionStage<String> foreign(CompletableFuture<String> stage) {
        return (CompletionStage<String>) java.lang.reflect.Proxy.newProxyInstance(
                FromStageTest.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, arguments) -> method.invoke(stage, arguments));
    }
}
