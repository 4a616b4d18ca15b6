package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kyoto.futures.Futures;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a watch channel's operations. */
@Tag("model-checking")
class WatchLincheckTest {
    public static class Operations {
        private final Watch<Integer> channel = Watch.channel(0);
        private final Seat<Integer> changed = Seat.ofMany(channel.receiver()::changed, String::valueOf);

        @Operation
        public int sendReplace(int value) {
            return channel.sender().sendReplace(value);
        }

        @Operation
        public boolean sendDoubled() {
            return channel.sender().sendIfModified(value -> 2 * value);
        }

        @Operation
        public int get() {
            return channel.receiver().get();
        }

        @Operation(nonParallelGroup = "receiver")
        public boolean hasChanged() {
            return channel.receiver().hasChanged();
        }

        @Operation(nonParallelGroup = "receiver")
        public String pollChanged() throws Exception {
            return changed.poll();
        }

        @Operation(nonParallelGroup = "receiver")
        public void cancelChanged() {
            changed.cancel();
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    @Test
    void receiversAreWokenByAValue() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Watch.channel(0);
            var other = channel.sender().subscribe();
            Bounds.run(
                    () -> channel.sender().send(1),
                    () -> assertEquals(1, Futures.blockOn(channel.receiver().changed())),
                    () -> assertEquals(1, Futures.blockOn(other.waitFor(value -> value == 1))));
        });
    }

    @Test
    void lastValueIsSeenBeforeTheEnd() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Watch.channel(0);
            Bounds.run(
                    () -> {
                        channel.sender().send(1);
                        channel.sender().close();
                    },
                    () -> {
                        assertEquals(1, Futures.blockOn(channel.receiver().changed()));
                        assertNull(Futures.blockOn(channel.receiver().changed()));
                    });
        });
    }

    @Test
    void senderIsWokenWhenTheReceiversAreGone() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Watch.channel(0);
            Bounds.run(
                    channel.receiver()::close,
                    () -> Futures.blockOn(channel.sender().closed()));
        });
    }
}
