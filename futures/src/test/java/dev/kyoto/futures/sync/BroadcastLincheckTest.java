package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kyoto.futures.Futures;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a broadcast channel's operations. */
@Tag("model-checking")
class BroadcastLincheckTest {
    public static class Operations {
        private final Broadcast<Integer> channel = Broadcast.channel(2);

        @Operation(nonParallelGroup = "sender")
        public String send(int message) {
            try {
                return String.valueOf(channel.sender().send(message));
            } catch (ClosedException closed) {
                return "closed";
            }
        }

        @Operation(nonParallelGroup = "sender", runOnce = true)
        public void closeSender() {
            channel.sender().close();
        }

        @Operation
        public int len() {
            return channel.sender().len();
        }

        @Operation(nonParallelGroup = "receiver")
        public String tryRecv() {
            try {
                return String.valueOf(channel.receiver().tryRecv());
            } catch (LaggedException lagged) {
                return "missed " + lagged.missed();
            } catch (ClosedException ended) {
                return "ended";
            }
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    @Test
    void receiversAreWokenByAMessage() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Broadcast.<Integer>channel(1);
            var other = channel.sender().subscribe();
            Bounds.run(
                    () -> assertEquals(2, channel.sender().send(1)),
                    () -> assertEquals(1, Futures.blockOn(channel.receiver().recv())),
                    () -> assertEquals(1, Futures.blockOn(other.recv())));
        });
    }

    @Test
    void receiverIsWokenByTheEnd() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Broadcast.<Integer>channel(1);
            Bounds.run(
                    channel.sender()::close,
                    () -> assertNull(Futures.blockOn(channel.receiver().recv())));
        });
    }
}
