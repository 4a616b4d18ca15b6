package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import java.io.IOException;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of what is set once. */
@Tag("model-checking")
class OnceLincheckTest {
    public static class SetOnceOperations {
        private final SetOnce<Integer> once = new SetOnce<>();
        private final Seat<Integer> waiting = Seat.ofMany(once::whenSet, String::valueOf);

        @Operation
        public boolean trySet(int value) {
            return once.trySet(value);
        }

        @Operation
        public boolean isSet() {
            return once.isSet();
        }

        @Operation(nonParallelGroup = "waiting")
        public String poll() throws Exception {
            return waiting.poll();
        }

        @Operation(nonParallelGroup = "waiting")
        public void cancel() {
            waiting.cancel();
        }
    }

    @Test
    void operationsOfSetOnceTakeEffectAtOnePoint() {
        Bounds.check(SetOnceOperations.class);
    }

    @Test
    void everyoneWhoWaitsIsWokenByTheValue() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var once = new SetOnce<Integer>();
            Bounds.run(
                    () -> once.set(1),
                    () -> assertEquals(1, Futures.blockOn(once.whenSet())),
                    () -> assertEquals(1, Futures.blockOn(once.whenSet())));
        });
    }

    @Test
    void cellIsFilledByOneOfSeveral() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var cell = new OnceCell<Integer>();
            var made = new int[1];
            Bounds.Code get = () -> assertEquals(
                    1, Futures.blockOn(cell.getOrInit(HandBlock.block(nothing -> Futures.ready(++made[0])))));
            Bounds.run(get, get, get);
        });
    }

    @Test
    void failureOfOneLetsTheOtherFillTheCell() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var cell = new OnceCell<Integer>();
            Bounds.run(
                    () -> tryInVain(cell),
                    () -> assertEquals(
                            1, Futures.blockOn(cell.getOrInit(HandBlock.block(nothing -> Futures.ready(1))))));
        });
    }

    /** Fails, unless the other one was faster. */
    private static void tryInVain(OnceCell<Integer> cell) throws Exception {
        try {
            assertEquals(1, Futures.blockOn(cell.getOrInit(HandBlock.block(nothing -> {
                throw new IOException("no tea");
            }))));
        } catch (IOException expected) {
            assertEquals("no tea", expected.getMessage());
        }
    }
}
