package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Receivers as streams. */
class ChannelStreamsTest {
    private static <T> PolledByHand<@Nullable T> next(Stream<T> stream) {
        return PolledByHand.of(stream.next());
    }

    // ---- Mpsc

    @Test
    void messagesComeUpToTheEndOfTheChannel() throws Exception {
        var channel = Mpsc.<String>bounded(4);
        var stream = channel.receiver().stream();
        var first = next(stream);
        assertTrue(first.poll().isPending());

        channel.sender().trySend("a");
        channel.sender().trySend("b");
        channel.sender().close();

        assertEquals("a", first.poll().value());
        assertEquals("b", next(stream).poll().value());
        assertNull(next(stream).poll().value());
    }

    @Test
    void messageIsNotLostWithADroppedNext() throws Exception {
        var channel = Mpsc.<String>bounded(4);
        var stream = channel.receiver().stream();
        var dropped = next(stream);
        dropped.poll();
        channel.sender().trySend("a");

        dropped.cancel();

        assertEquals("a", next(stream).poll().value());
    }

    @Test
    void closedStreamClosesItsReceiver() throws Exception {
        var channel = Mpsc.<String>bounded(4);
        var stream = channel.receiver().stream();
        next(stream).poll();

        stream.close();

        assertTrue(channel.sender().isClosed());
        assertThrows(ClosedException.class, () -> channel.sender().trySend("late"));
    }

    // ---- Mpmc

    @Test
    void receiverOfManyIsAStreamOfItsShare() throws Exception {
        var channel = Mpmc.<String>bounded(4);
        var one = channel.receiver().copy().stream();
        var other = channel.receiver().stream();
        var first = next(one);
        first.poll();
        channel.sender().trySend("a");
        channel.sender().trySend("b");

        assertEquals("a", next(other).poll().value());
        assertEquals("b", first.poll().value());
        one.close();
        other.close();
        assertTrue(channel.sender().isClosed());
    }

    @Test
    void messageThatAClosedStreamWasPromisedGoesToTheNext() throws Exception {
        var channel = Mpmc.<String>bounded(4);
        var one = channel.receiver().copy().stream();
        next(one).poll();
        channel.sender().trySend("a");

        one.close();

        assertEquals("a", channel.receiver().tryRecv());
    }

    // ---- Watch

    @Test
    void latestValueComesFirstAndThenTheNewerOnes() throws Exception {
        var watch = Watch.channel(1);
        var stream = watch.receiver().stream();

        assertEquals(1, next(stream).poll().value());
        assertTrue(next(stream).poll().isPending());
        watch.sender().send(2);
        watch.sender().send(3);
        assertEquals(3, next(stream).poll().value());
        watch.sender().close();
        assertNull(next(stream).poll().value());
        assertTrue(watch.sender().isClosed());
    }

    // ---- Broadcast

    @Test
    void lagIsTheEndOfAStreamThatMustNotMissAnything() throws Exception {
        var channel = Broadcast.<Integer>channel(2);
        var stream = channel.receiver().stream();
        for (int i = 0; i < 5; i++) {
            channel.sender().send(i);
        }

        var lag = assertThrows(LaggedException.class, () -> next(stream).poll());

        assertEquals(3, lag.missed());
        assertNull(next(stream).poll().value());
        assertEquals(0, channel.sender().receiverCount());
    }

    @Test
    void lagIsToldAndTheStreamGoesOn() throws Exception {
        var channel = Broadcast.<Integer>channel(2);
        List<Long> lags = new ArrayList<>();
        var stream = channel.receiver().stream(lags::add);
        var first = next(stream);
        assertTrue(first.poll().isPending());
        for (int i = 0; i < 5; i++) {
            channel.sender().send(i);
        }

        assertEquals(3, first.poll().value());
        assertEquals(List.of(3L), lags);
        assertEquals(4, next(stream).poll().value());
        channel.sender().close();
        assertNull(next(stream).poll().value());
    }

    @Test
    void closedStreamOfABroadcastLeavesIt() throws Exception {
        var channel = Broadcast.<Integer>channel(2);
        var stream = channel.receiver().stream(lag -> {});
        var waiting = next(stream);
        waiting.poll();

        stream.close();
        channel.sender().send(1);

        assertEquals(0, channel.sender().receiverCount());
        assertFalse(waiting.wakes() > 0);
    }

    @Test
    void failureOfTheLagListenerIsThatOfTheStream() throws Exception {
        var channel = Broadcast.<Integer>channel(1);
        var stream = channel.receiver().stream(lag -> {
            throw new IllegalStateException("enough");
        });
        channel.sender().send(1);
        channel.sender().send(2);

        assertThrows(IllegalStateException.class, () -> next(stream).poll());
        assertEquals(0, channel.sender().receiverCount());
    }
}
