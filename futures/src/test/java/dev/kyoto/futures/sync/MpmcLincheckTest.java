package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Waker;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a channel's operations. */
@Tag("model-checking")
class MpmcLincheckTest {
    /**
     * Who gets a message takes effect at one point; which one it is does not, for two receivers that each have the right to
     * a message may take them in either order. The tests below look at the messages. With a room that is never full,
     * because a message takes its place and its slot in two steps.
     */
    public static class Operations {
        private final Mpmc.Unbounded<Integer> channel = Mpmc.unbounded();
        private final Seat<@Nullable Integer> one = Seat.ofMany(channel.receiver()::recv, message -> "a message");
        private final Seat<@Nullable Integer> other = Seat.ofMany(channel.receiver()::recv, message -> "a message");

        @Operation
        public void send() {
            channel.sender().send(1);
        }

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

        @Operation
        public boolean tryRecv() {
            return channel.receiver().tryRecv() != null;
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    @Test
    void receiversShareTheMessages() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpmc.<Integer>bounded(1);
            Bounds.Code receive =
                    () -> assertNotNull(Futures.blockOn(channel.receiver().recv()));
            Bounds.run(
                    () -> {
                        Futures.blockOn(channel.sender().send(1));
                        Futures.blockOn(channel.sender().send(2));
                    },
                    receive,
                    receive);
        });
    }

    @Test
    void everyReceiverSeesTheEnd() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpmc.<Integer>bounded(2);
            var received = new int[2];
            Bounds.run(
                    () -> {
                        Futures.blockOn(channel.sender().send(1));
                        channel.sender().close();
                    },
                    () -> received[0] = count(channel.receiver()),
                    () -> received[1] = count(channel.receiver()));
            assertEquals(1, received[0] + received[1]);
        });
    }

    private static int count(Mpmc.Receiver<Integer> receiver) throws Exception {
        int count = 0;
        while (Futures.blockOn(receiver.recv()) != null) {
            count++;
        }
        return count;
    }

    /** A dropped receive and a waiting one: whichever way they meet, the message is received. */
    @Test
    void messageIsNotLostWithADroppedReceive() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpmc.<Integer>bounded(1);
            var dropped = channel.receiver().recv();
            Bounds.run(
                    () -> {
                        var poll = dropped.poll(Context.of(Waker.noop()));
                        if (poll.isReady()) {
                            channel.sender().trySend(poll.value());
                        } else {
                            dropped.cancel();
                        }
                    },
                    () -> channel.sender().trySend(1),
                    () -> assertEquals(1, Futures.blockOn(channel.receiver().recv())));
        });
    }

    @Test
    void sendersAreToldThatTheLastReceiverIsGone() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpmc.<Integer>bounded(1);
            var other = channel.receiver().copy();
            channel.sender().trySend(1);
            Bounds.run(
                    channel.receiver()::close,
                    other::close,
                    () -> Futures.blockOn(channel.sender().closed()));
            assertEquals(0, other.len());
            assertTrue(channel.sender().isClosed());
        });
    }
}
