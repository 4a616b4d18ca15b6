package dev.kyoto.futures.stream;

import static dev.kyoto.futures.Futures.blockOn;
import static dev.kyoto.futures.Futures.nowOrNever;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Bounds;
import dev.kyoto.futures.sync.Mpsc;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings, as many as {@link Bounds} allows, of streams that other threads wake. A lost wake never ends. */
@Tag("model-checking")
class StreamsLincheckTest {
    /** A stream whose listener is registered, and what that speaks through. */
    private static final class Registered {
        final List<Callbacks<Integer>> out = new ArrayList<>();
        final Stream<Integer> stream = Streams.fromCallbacks(2, Overflow.FAIL, callbacks -> {
            out.add(callbacks);
            return () -> {};
        });

        Registered() {
            try {
                assertTrue(nowOrNever(stream.next()).isPending());
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        }

        Callbacks<Integer> out() {
            return out.get(0);
        }
    }

    @Test
    void callbacksOfTwoThreadsAreHeard() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var callbacks = new Registered();
            Bounds.run(
                    () -> callbacks.out().emit(1),
                    () -> callbacks.out().emit(2),
                    () -> assertEquals(3, blockOn(callbacks.stream.next()) + blockOn(callbacks.stream.next())));
        });
    }

    @Test
    void endIsHeardBehindTheLastElement() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var callbacks = new Registered();
            Bounds.run(
                    () -> {
                        callbacks.out().emit(1);
                        callbacks.out().end();
                    },
                    () -> {
                        assertEquals(1, blockOn(callbacks.stream.next()));
                        assertNull(blockOn(callbacks.stream.next()));
                    });
        });
    }

    @Test
    void streamsOfAMapAreHeardFromTwoThreads() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var one = Mpsc.<Integer>unbounded();
            var other = Mpsc.<Integer>unbounded();
            var map = new StreamMap<String, Integer>();
            map.put("one", one.receiver().stream());
            map.put("other", other.receiver().stream());
            Bounds.run(
                    () -> one.sender().send(1),
                    () -> other.sender().send(2),
                    () -> assertEquals(
                            3,
                            blockOn(map.next()).getValue() + blockOn(map.next()).getValue()));
        });
    }

    @Test
    void memberThatStaysIsHeardAgain() {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS, () -> {
            var channel = Mpsc.<Integer>unbounded();
            var merged = Streams.merge(List.of(channel.receiver().stream()));
            Bounds.run(
                    () -> channel.sender().send(1),
                    () -> channel.sender().send(2),
                    () -> assertEquals(3, blockOn(merged.next()) + blockOn(merged.next())));
        });
    }
}
