package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.abortable;
import static dev.kyoto.futures.Futures.blockOn;
import static dev.kyoto.futures.Futures.nowOrNever;
import static dev.kyoto.futures.Futures.pending;
import static dev.kyoto.futures.Futures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.sync.Bounds;
import dev.kyoto.futures.sync.Oneshot;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of combinators that several threads meet in. A lost wake never ends. */
@Tag("model-checking")
class SharingLincheckTest {
    @Test
    void setOfFuturesMissesNoWakeOfTwoThreads() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var one = Oneshot.<Integer>channel();
            var other = Oneshot.<Integer>channel();
            var set = new FuturesUnordered<Integer>(List.of(one.receiver(), other.receiver()));
            Bounds.run(
                    () -> one.sender().send(1),
                    () -> other.sender().send(2),
                    () -> assertEquals(3, blockOn(set.next()) + blockOn(set.next())));
        });
    }

    @Test
    void sharedFutureReachesCopiesOnTwoThreads() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Oneshot.<Integer>channel();
            var shared = shared(channel.receiver());
            var copy = shared.copy();
            Bounds.run(
                    () -> channel.sender().send(1),
                    () -> assertEquals(1, blockOn(shared)),
                    () -> assertEquals(1, blockOn(copy)));
        });
    }

    @Test
    void copyThatIsDroppedLeavesTheFutureToTheOther() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Oneshot.<Integer>channel();
            var shared = shared(channel.receiver());
            var copy = shared.copy();
            Bounds.run(() -> channel.sender().send(1), () -> nowOrNever(shared), () -> assertEquals(1, blockOn(copy)));
        });
    }

    @Test
    void abortIsNotMissed() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var abortable = abortable(pending());
            Bounds.run(abortable::abort, () -> assertThrows(CancellationException.class, () -> blockOn(abortable)));
        });
    }
}
