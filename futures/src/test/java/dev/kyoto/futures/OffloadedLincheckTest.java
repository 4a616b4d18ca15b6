package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.offload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kyoto.futures.sync.Bounds;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings of code that ends with the polls, and the drop, of the future that waits for it. */
@Tag("model-checking")
class OffloadedLincheckTest {
    @Test
    void codeThatEndsDuringThePollIsNotMissed() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var job = new Runnable[1];
            var future = offload(code -> job[0] = code, () -> 1);
            Bounds.run(() -> future.poll(Context.of(Waker.noop())));
            Bounds.run(job[0]::run, () -> assertEquals(1, Futures.blockOn(future)));
        });
    }

    @Test
    void codeThatIsDroppedAsItBeginsRunsOrNotAndLeavesItsThreadClean() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var job = new Runnable[1];
            var future = offload(code -> job[0] = code, () -> 1);
            Bounds.run(() -> future.poll(Context.of(Waker.noop())));
            Bounds.run(
                    () -> {
                        job[0].run();
                        assertFalse(Thread.currentThread().isInterrupted());
                    },
                    future::cancel);
        });
    }
}
