package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.blockOn;
import static dev.kyoto.futures.Futures.from;
import static dev.kyoto.futures.Futures.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Bounds;
import dev.kyoto.futures.sync.Oneshot;
import java.util.concurrent.CompletableFuture;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings of who ends, wakes or cancels with the polls. A lost wake never ends. */
@Tag("model-checking")
class CompletableFutureLincheckTest {
    @Test
    void stageThatEndsDuringAPollIsNotMissed() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var stage = new CompletableFuture<Integer>();
            var future = from(stage);
            Bounds.run(() -> stage.complete(1), () -> assertEquals(1, blockOn(future)));
        });
    }

    @Test
    void wakesOfTwoThreadsEndTheResult() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var one = Oneshot.<Integer>channel();
            var other = Oneshot.<Integer>channel();
            var result = join(one.receiver(), other.receiver()).toCompletableFuture(Runnable::run);
            Bounds.run(() -> one.sender().send(1), () -> other.sender().send(2));
            assertTrue(result.isDone());
        });
    }

    @Test
    void futureThatIsReadyAndCancelledAtOnceEndsOnce() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Oneshot.<Integer>channel();
            var ends = new int[1]; // plain: polls and the drop must not meet
            var counted = new AbstractFuture<Integer>() {
                @Override
                protected Poll<Integer> step(Context cx) throws Exception {
                    Poll<Integer> poll = channel.receiver().poll(cx);
                    ends[0] += poll.isReady() ? 1 : 0;
                    return poll;
                }

                @Override
                protected void dropped() {
                    ends[0]++;
                }
            };
            var result = counted.toCompletableFuture(Runnable::run);
            Bounds.run(() -> channel.sender().send(1), () -> result.cancel(true));
            assertTrue(result.isDone());
            assertEquals(1, ends[0]);
        });
    }
}
