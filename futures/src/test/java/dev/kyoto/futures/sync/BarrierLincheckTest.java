package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Futures;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a barrier's operations. */
@Tag("model-checking")
class BarrierLincheckTest {
    /** Two parties, so that at most one waits: more are told that the barrier is open one after the other. */
    public static class Operations {
        private final Barrier barrier = new Barrier(2);
        private final Seat<Boolean> one = Seat.ofMany(barrier::arrive, leader -> leader ? "leader" : "follower");
        private final Seat<Boolean> other = Seat.ofMany(barrier::arrive, leader -> leader ? "leader" : "follower");

        @Operation(nonParallelGroup = "one")
        public String pollOne() throws Exception {
            return one.poll();
        }

        @Operation(nonParallelGroup = "one")
        public void cancelOne() {
            one.cancel();
        }

        @Operation(nonParallelGroup = "other")
        public String pollOther() throws Exception {
            return other.poll();
        }

        @Operation(nonParallelGroup = "other")
        public void cancelOther() {
            other.cancel();
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    @Test
    void oneOfThreeLeads() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var barrier = new Barrier(3);
            var leaders = new AtomicInteger();
            Bounds.Code arrive = () -> {
                if (Futures.blockOn(barrier.arrive())) {
                    leaders.incrementAndGet();
                }
            };
            Bounds.run(arrive, arrive, arrive);
            assertEquals(1, leaders.get());
        });
    }
}
