package dev.kyoto.futures.sync;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Waker;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of a notification's operations. */
@Tag("model-checking")
class NotifyLincheckTest {
    public static class Operations {
        private final Notify notify = new Notify();
        private final Seat<@Nullable Void> one = Seat.ofOne(notify.notified(), nothing -> "notified");
        private final Seat<@Nullable Void> other = Seat.ofOne(notify.notified(), nothing -> "notified");

        @Operation
        public void notifyOne() {
            notify.notifyOne();
        }

        @Operation
        public void notifyLast() {
            notify.notifyLast();
        }

        @Operation
        public void notifyWaiters() {
            notify.notifyWaiters();
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

        @Operation(nonParallelGroup = "other")
        public void cancelOther() {
            other.cancel();
        }
    }

    @Test
    void operationsTakeEffectAtOnePoint() {
        Bounds.check(Operations.class);
    }

    /** A dropped waiter and a waiting thread: whichever way they meet, the thread is notified. */
    @Test
    void notificationIsNotLostWithADroppedWaiter() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var notify = new Notify();
            var dropped = notify.notified();
            Bounds.run(
                    () -> {
                        if (dropped.poll(Context.of(Waker.noop())).isReady()) {
                            notify.notifyOne();
                        } else {
                            dropped.cancel();
                        }
                    },
                    notify::notifyOne,
                    () -> Futures.blockOn(notify.notified()));
        });
    }

    @Test
    void everyoneCreatedBeforeABroadcastIsReached() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var notify = new Notify();
            var one = notify.notified();
            var other = notify.notified();
            Bounds.run(() -> Futures.blockOn(one), () -> Futures.blockOn(other), notify::notifyWaiters);
        });
    }
}
