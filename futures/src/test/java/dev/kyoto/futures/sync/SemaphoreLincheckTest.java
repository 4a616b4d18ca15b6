package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Waker;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a semaphore's operations. */
@Tag("model-checking")
class SemaphoreLincheckTest {
    public static class Operations {
        private final Semaphore semaphore = new Semaphore(1);
        private final Seat<Semaphore.Permit> small = Seat.ofMany(semaphore::acquire, permit -> "granted");
        private final Seat<Semaphore.Permit> big = Seat.ofMany(() -> semaphore.acquire(2), permit -> "granted");

        @Operation
        public boolean tryAcquire() {
            try {
                return semaphore.tryAcquire() != null;
            } catch (ClosedException closed) {
                return false;
            }
        }

        @Operation
        public void addPermits() {
            semaphore.addPermits(2);
        }

        @Operation(nonParallelGroup = "small")
        public String pollSmall() throws Exception {
            return small.poll();
        }

        @Operation(nonParallelGroup = "small")
        public void cancelSmall() {
            small.cancel();
        }

        @Operation(nonParallelGroup = "big")
        public String pollBig() throws Exception {
            return big.poll();
        }

        @Operation(nonParallelGroup = "big")
        public void cancelBig() {
            big.cancel();
        }

        @Operation(runOnce = true)
        public void close() {
            semaphore.close();
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    /** A dropped waiter and a waiting thread: whichever way they meet, the thread gets its permit. */
    @Test
    void permitIsNotLostWithADroppedWaiter() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var semaphore = new Semaphore(0);
            var dropped = semaphore.acquire();
            Bounds.run(
                    () -> {
                        var poll = dropped.poll(Context.of(Waker.noop()));
                        if (poll.isReady()) {
                            poll.value().close();
                        } else {
                            dropped.cancel();
                        }
                    },
                    () -> semaphore.addPermits(1),
                    () -> Futures.blockOn(semaphore.acquire()));
        });
    }

    /** A permit that is closed twice while somebody splits it and merges another into it: all go back, each once. */
    @Test
    void everyPermitGoesBackOnceHoweverItIsSplitMergedAndClosed() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var semaphore = new Semaphore(5);
            var permit = semaphore.tryAcquire(3);
            var other = semaphore.tryAcquire(2);
            Bounds.run(
                    permit::close,
                    () -> {
                        try (var part = permit.split(1)) {
                            permit.close();
                        } catch (IllegalStateException closedBefore) {
                            return;
                        }
                    },
                    () -> {
                        try (other) {
                            permit.merge(other);
                        } catch (IllegalStateException closedBefore) {
                            return;
                        }
                    });

            assertEquals(5, semaphore.availablePermits());
        });
    }
}
