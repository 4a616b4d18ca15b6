package dev.kyoto.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.Flavor;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** This process sends signals to itself, by the system's {@code kill}. */
class SignalsTest {
    @BeforeAll
    static void thereIsAKill() {
        assumeTrue(new File("/bin/kill").exists() || new File("/usr/bin/kill").exists(), "needs Unix");
    }

    @Test
    void waitsForTheNextSignal() throws Exception {
        assumeFalse(isInterruptIgnored(), "started in the background by a shell that lets SIGINT be ignored there");
        var waiting = new Waiting<>(Signals.interrupt());
        kill("INT");
        waiting.assertCompletes();
    }

    @Test
    void everybodyWhoWaitsIsTold() throws Exception {
        var first = new Waiting<>(Signals.terminate());
        var second = new Waiting<>(Signals.terminate());
        kill("TERM");
        first.assertCompletes();
        second.assertCompletes();
    }

    @Test
    void theTwoSignalsAreIndependent() throws Exception {
        var interrupt = PolledByHand.of(Signals.interrupt());
        assertTrue(interrupt.poll().isPending());
        var terminate = new Waiting<>(Signals.terminate());
        kill("TERM");
        terminate.assertCompletes();
        assertTrue(interrupt.poll().isPending());
        interrupt.cancel();
    }

    @Test
    void aSignalFromBeforeTheFirstPollIsNotSeen() throws Exception {
        var unpolled = PolledByHand.of(Signals.terminate());
        var earlier = new Waiting<>(Signals.terminate());
        kill("TERM");
        earlier.assertCompletes();

        assertTrue(unpolled.poll().isPending());
        unpolled.cancel();
    }

    @Test
    void aDroppedWaitIsForgotten() throws Exception {
        var dropped = PolledByHand.of(Signals.terminate());
        assertTrue(dropped.poll().isPending());
        dropped.cancel();
        var waiting = new Waiting<>(Signals.terminate());
        kill("TERM");
        waiting.assertCompletes();
        assertEquals(0, dropped.wakes());
    }

    @Test
    void aSignalThatCameToADroppedWaitIsLostToTheNext() throws Exception {
        var dropped = new Waiting<>(Signals.terminate());
        kill("TERM");
        dropped.awaitWake();

        dropped.cancel();

        var next = PolledByHand.of(Signals.terminate());
        assertTrue(next.poll().isPending());
        next.cancel();
    }

    @Test
    void aSignalOfAStreamIsReadByTheNext() throws Exception {
        try (var terminations = Signals.terminations()) {
            var dropped = new Waiting<>(terminations.next());
            kill("TERM");
            dropped.awaitWake();

            dropped.cancel();

            assertEquals(1, PolledByHand.of(terminations.next()).poll().value());
        }
    }

    @Test
    void twoRuntimesAndNoRuntimeHearTheSameSignal() throws Exception {
        try (var left = Flavor.CURRENT_THREAD.builder().build();
                var right = Flavor.FOUR_WORKERS.builder().build()) {
            var polled = new CountDownLatch(3);
            var onLeft = new Thread(() -> assertYieldsNull(() -> left.blockOn(counting(polled))));
            var onRight = new Thread(() -> assertYieldsNull(() -> right.blockOn(counting(polled))));
            var onNone = new Thread(() -> assertYieldsNull(() -> Futures.blockOn(counting(polled))));
            for (Thread thread : new Thread[] {onLeft, onRight, onNone}) {
                thread.start();
            }
            polled.await();
            kill("TERM");
            onLeft.join();
            onRight.join();
            onNone.join();
        }
    }

    @Test
    void streamMissesNoSignalBetweenTwoReads() throws Exception {
        try (var terminations = Signals.terminations()) {
            var first = new Waiting<>(terminations.next());
            kill("TERM");
            assertEquals(1, first.value());
            var somebodyElse = new Waiting<>(Signals.terminate());
            kill("TERM");
            somebodyElse.assertCompletes();

            assertEquals(2, PolledByHand.of(terminations.next()).poll().value());
            assertTrue(PolledByHand.of(terminations.next()).poll().isPending());
        }
    }

    @Test
    void closedStreamIsForgotten() throws Exception {
        var terminations = Signals.terminations();
        var next = PolledByHand.of(terminations.next());
        assertTrue(next.poll().isPending());
        terminations.close();
        var waiting = new Waiting<>(Signals.terminate());
        kill("TERM");
        waiting.assertCompletes();
        assertEquals(0, next.wakes());
    }

    /** The JVM leaves a signal ignored that was so when it started. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << (2 - 1)) != 0);
    }

    private interface Call {
        @Nullable Object call() throws Exception;
    }

    private static void assertYieldsNull(Call call) {
        try {
            assertEquals(null, call.call());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The next SIGTERM, waited for by a future that counts its first poll down. */
    private static Future<@Nullable Void> counting(CountDownLatch polled) {
        Future<@Nullable Void> terminate = Signals.terminate();
        boolean[] counted = new boolean[1];
        return cx -> {
            var poll = terminate.poll(cx);
            if (!counted[0]) {
                counted[0] = true;
                polled.countDown();
            }
            return poll;
        };
    }

    static void kill(String signal) throws Exception {
        long self = ProcessHandle.current().pid();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-s", signal, Long.toString(self))
                        .start()
                        .waitFor());
    }

    /** A future that was polled once, and whose wake can be waited for. */
    private static final class Waiting<T extends @Nullable Object> implements Waker {
        private final CountDownLatch woken = new CountDownLatch(1);
        private final Future<T> future;

        Waiting(Future<T> future) throws Exception {
            this.future = future;
            assertTrue(future.poll(Context.of(this)).isPending());
        }

        @Override
        public void wake() {
            woken.countDown();
        }

        void assertCompletes() throws Exception {
            value();
        }

        void awaitWake() throws Exception {
            woken.await();
        }

        void cancel() {
            future.cancel();
        }

        T value() throws Exception {
            awaitWake();
            return future.poll(Context.of(this)).value();
        }
    }
}
