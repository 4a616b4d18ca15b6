package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Waker;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a oneshot's operations. */
@Tag("model-checking")
class OneshotLincheckTest {
    public static class Operations {
        private final Oneshot<Integer> channel = Oneshot.channel();
        private final Seat<@Nullable Void> closed = Seat.ofMany(channel.sender()::closed, nothing -> "closed");

        @Operation(runOnce = true)
        public String send() {
            try {
                return String.valueOf(channel.sender().send(7));
            } catch (IllegalStateException refused) {
                return "refused";
            }
        }

        @Operation(runOnce = true)
        public void closeSender() {
            channel.sender().close();
        }

        @Operation(runOnce = true)
        public void closeReceiver() {
            channel.receiver().close();
        }

        @Operation(nonParallelGroup = "receiver")
        public String tryReceive() {
            try {
                return String.valueOf(channel.receiver().tryReceive());
            } catch (ClosedException closed) {
                return "closed";
            } catch (IllegalStateException taken) {
                return "taken";
            }
        }

        @Operation(nonParallelGroup = "sender")
        public String pollClosed() throws Exception {
            return closed.poll();
        }

        @Operation(nonParallelGroup = "sender")
        public void cancelClosed() {
            closed.cancel();
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    @Test
    void receiverIsWokenByTheSend() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Oneshot.<Integer>channel();
            Bounds.run(
                    () -> assertTrue(channel.sender().send(7)),
                    () -> assertEquals(7, Futures.blockOn(channel.receiver())));
        });
    }

    @Test
    void receiverIsWokenByTheSendersEnd() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Oneshot.<Integer>channel();
            Bounds.run(
                    channel.sender()::close,
                    () -> assertThrows(ClosedException.class, () -> Futures.blockOn(channel.receiver())));
        });
    }

    @Test
    void senderIsWokenByTheReceiversEnd() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Oneshot.<Integer>channel();
            Bounds.run(
                    () -> {
                        channel.receiver().poll(Context.of(Waker.noop()));
                        channel.receiver().cancel();
                    },
                    () -> Futures.blockOn(channel.sender().closed()));
        });
    }

    @Test
    void valueIsDeliveredOrTheSenderIsTold() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Oneshot.<Integer>channel();
            var sent = new boolean[1];
            Bounds.run(
                    () -> sent[0] = channel.sender().send(7),
                    () -> channel.receiver().cancel());
            if (sent[0]) {
                assertEquals(7, channel.receiver().tryReceive());
            } else {
                assertThrows(ClosedException.class, channel.receiver()::tryReceive);
            }
        });
    }
}
