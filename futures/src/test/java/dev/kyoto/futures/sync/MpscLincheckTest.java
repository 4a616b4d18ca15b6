package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a channel's operations. Segments have one or two slots, to see their borders. */
@Tag("model-checking")
class MpscLincheckTest {
    public static class Unbounded {
        private final Mpsc.Unbounded<Integer> channel = Mpsc.unbounded(2);

        @Operation
        public String send(int message) {
            try {
                channel.sender().send(message);
                return "sent";
            } catch (ClosedException closed) {
                return "closed";
            }
        }

        @Operation(nonParallelGroup = "receiver")
        public String tryRecv() {
            try {
                return String.valueOf(channel.receiver().tryRecv());
            } catch (ClosedException ended) {
                return "ended";
            }
        }

        @Operation(runOnce = true)
        public void closeReceiver() {
            channel.receiver().close();
        }
    }

    /** Sending is two steps here, to get a place and to use it, because a receiver may be closed in between. */
    public static class Bounded {
        private final Mpsc.Bounded<Integer> channel = Mpsc.bounded(1, 1);
        private final Seat<Mpsc.Permit<Integer>> reserve = Seat.ofMany(channel.sender()::reserve, this::keep);
        private Mpsc.@Nullable Permit<Integer> reserved;
        private Mpsc.@Nullable Permit<Integer> other;

        private String keep(Mpsc.Permit<Integer> permit) {
            reserved = permit;
            return "reserved";
        }

        @Operation(nonParallelGroup = "sender")
        public String pollReserve() throws Exception {
            return reserved == null ? reserve.poll() : "reserved already";
        }

        @Operation(nonParallelGroup = "sender")
        public void cancelReserve() {
            reserve.cancel();
        }

        @Operation(nonParallelGroup = "sender")
        public void useReserved(int message) {
            if (reserved != null) {
                reserved.send(message);
                reserved = null;
            }
        }

        @Operation(nonParallelGroup = "other")
        public String tryReserve() {
            try {
                other = channel.sender().tryReserve();
                return other == null ? "full" : "reserved";
            } catch (ClosedException closed) {
                return "closed";
            }
        }

        @Operation(nonParallelGroup = "other")
        public void returnReserved() {
            if (other != null) {
                other.close();
                other = null;
            }
        }

        @Operation(nonParallelGroup = "receiver")
        public String tryRecv() {
            try {
                return String.valueOf(channel.receiver().tryRecv());
            } catch (ClosedException ended) {
                return "ended";
            }
        }

        @Operation(runOnce = true)
        public void closeReceiver() {
            channel.receiver().close();
        }
    }

    @Test
    void operationsOfTheUnboundedChannelTakeEffectAtOnePoint() {
        Bounds.check(Unbounded.class);
    }

    @Test
    void operationsOfTheBoundedChannelTakeEffectAtOnePoint() {
        Bounds.check(Bounded.class);
    }

    @Test
    void receiverIsWokenForEveryMessageAndForTheEnd() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpsc.<Integer>unbounded(1);
            var other = channel.sender().copy();
            List<Integer> received = new ArrayList<>();
            Bounds.run(
                    () -> {
                        channel.sender().send(1);
                        channel.sender().close();
                    },
                    () -> {
                        other.send(2);
                        other.close();
                    },
                    () -> {
                        Integer message;
                        while ((message = Futures.blockOn(channel.receiver().recv())) != null) {
                            received.add(message);
                        }
                    });
            received.sort(null);
            assertEquals(List.of(1, 2), received);
        });
    }

    @Test
    void senderIsWokenForEveryPlace() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpsc.<Integer>bounded(1, 1);
            Bounds.run(
                    () -> {
                        Futures.blockOn(channel.sender().send(1));
                        Futures.blockOn(channel.sender().send(2));
                        channel.sender().close();
                    },
                    () -> {
                        assertEquals(1, Futures.blockOn(channel.receiver().recv()));
                        assertEquals(2, Futures.blockOn(channel.receiver().recv()));
                        assertNull(Futures.blockOn(channel.receiver().recv()));
                    });
        });
    }

    /** The receiver is closed while a sender holds a place and is dropped: the receiver still learns of the end. */
    @Test
    void receiverIsWokenByTheLastPlaceThatComesBack() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpsc.<Integer>bounded(1, 1);
            var permit = channel.sender().tryReserve();
            Bounds.run(permit::close, channel.sender()::close, () -> {
                assertNull(Futures.blockOn(channel.receiver().recv()));
            });
        });
    }

    @Test
    void messageIsReceivedOrItsSenderIsToldThatTheReceiverIsClosed() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpsc.<Integer>unbounded(1);
            var sent = new AtomicInteger();
            var received = new AtomicInteger();
            Mpsc.UnboundedSender<Integer> sender = channel.sender();
            Bounds.run(() -> countSends(sender, sent), () -> countSends(sender, sent), () -> {
                channel.receiver().close();
                while (Futures.blockOn(channel.receiver().recv()) != null) {
                    received.incrementAndGet();
                }
            });
            assertEquals(sent.get(), received.get());
        });
    }

    private static void countSends(Mpsc.UnboundedSender<Integer> sender, AtomicInteger sent) {
        try {
            for (int i = 0; i < 2; i++) {
                sender.send(i);
                sent.incrementAndGet();
            }
        } catch (ClosedException closed) {
            // the receiver was quicker
        }
    }

    @Test
    void messageIsNotLostWithADroppedReceive() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpsc.<Integer>unbounded(1);
            Bounds.run(() -> channel.sender().send(1), () -> {
                var dropped = channel.receiver().recv();
                var poll = dropped.poll(Context.of(Waker.noop()));
                if (poll.isPending()) {
                    dropped.cancel();
                    assertEquals(1, Futures.blockOn(channel.receiver().recv()));
                }
            });
        });
    }
}
