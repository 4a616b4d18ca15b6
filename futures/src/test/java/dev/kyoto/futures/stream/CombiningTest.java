package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.sync.Mpsc;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two streams of messages as one, message by message. */
class CombiningTest {
    private final Mpsc.Unbounded<Integer> one = Mpsc.unbounded();
    private final Mpsc.Unbounded<Integer> two = Mpsc.unbounded();

    private static Stream<Integer> stream(Mpsc.Unbounded<Integer> channel) {
        return Streams.<Integer>repeating(channel.receiver()::recv, channel.receiver()::close);
    }

    @Test
    void secondOfAChainIsNotReadBeforeTheFirstHasEnded() throws Exception {
        var chain = stream(one).chain(stream(two));
        var next = PolledByHand.of(chain.next());
        assertTrue(next.poll().isPending());

        two.sender().send(2);
        assertEquals(0, next.wakes());
        assertTrue(next.poll().isPending());
        one.sender().send(1);
        assertEquals(1, next.wakes());
        assertEquals(1, next.poll().value());

        var second = PolledByHand.of(chain.next());
        assertTrue(second.poll().isPending());
        one.sender().close();
        assertEquals(1, second.wakes());
        assertEquals(2, second.poll().value());
        two.sender().close();
        assertNull(Reader.next(chain));
        assertNull(Reader.next(chain));
    }

    @Test
    void chainYieldsAllOfTheFirstAndThenAllOfTheSecond() throws Exception {
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6), Reader.available(Streams.of(1, 2, 3).chain(Streams.of(4, 5, 6))));
    }

    @Test
    void mergeIsWokenByEitherAndEndsWithTheLast() throws Exception {
        var merged = stream(one).merge(stream(two));
        assertYields(1, merged, () -> one.sender().send(1));
        assertYields(2, merged, () -> two.sender().send(2));

        one.sender().close();
        assertTrue(Reader.poll(merged).isPending());
        assertYields(3, merged, () -> two.sender().send(3));
        var last = PolledByHand.of(merged.next());
        assertTrue(last.poll().isPending());
        two.sender().close();

        assertEquals(1, last.wakes());
        assertNull(last.poll().value());
    }

    private static void assertYields(int expected, Stream<Integer> stream, Runnable send) throws Exception {
        var next = PolledByHand.of(stream.next());
        assertTrue(next.poll().isPending());
        send.run();
        assertEquals(1, next.wakes());
        assertEquals(expected, next.poll().value());
    }

    @Test
    void mergeOfWhatIsThereTakesTurns() throws Exception {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6),
                Reader.available(Streams.of(0, 2, 4, 6).merge(Streams.of(1, 3, 5))));
    }

    @Test
    void streamThatIsNeverReadyIsNeverReady() throws Exception {
        var stream = Streams.<Integer>pending();

        assertTrue(Reader.poll(stream).isPending());
        assertTrue(Reader.poll(stream).isPending());
    }
}
