package dev.kyoto.futures.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Broadcast;
import dev.kyoto.futures.sync.ClosedException;
import dev.kyoto.futures.sync.LaggedException;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.futures.sync.Watch;
import org.junit.jupiter.api.Test;

/** Receivers that are read as streams. */
class ChannelsAsStreamsTest {
    @Test
    void messagesAreElementsAndTheEndIsTheEnd() throws Exception {
        var channel = Mpsc.<String>bounded(2);
        var stream = Streams.<String>repeating(channel.receiver()::recv, channel.receiver()::close);
        channel.sender().trySend("a");
        channel.sender().trySend("b");

        assertEquals("a", Reader.next(stream));
        assertEquals("b", Reader.next(stream));
        assertTrue(Reader.poll(stream).isPending());
        channel.sender().close();

        assertNull(Reader.next(stream));
        assertNull(Reader.next(stream));
    }

    @Test
    void unboundedMessagesAreElementsAndTheEndIsTheEnd() throws Exception {
        var channel = Mpsc.<String>unbounded();
        var stream = Streams.<String>repeating(channel.receiver()::recv, channel.receiver()::close);
        channel.sender().send("a");
        channel.sender().close();

        assertEquals("a", Reader.next(stream));
        assertNull(Reader.next(stream));
    }

    @Test
    void closedStreamClosesItsReceiver() {
        var channel = Mpsc.<String>bounded(1);

        Streams.<String>repeating(channel.receiver()::recv, channel.receiver()::close)
                .close();

        assertThrows(ClosedException.class, () -> channel.sender().trySend("a"));
    }

    @Test
    void permitThatIsOutKeepsTheStreamOfAClosedReceiverFromItsEnd() throws Exception {
        var channel = Mpsc.<String>bounded(1);
        var stream = Streams.<String>repeating(channel.receiver()::recv, () -> {});
        var permit = channel.sender().tryReserve();
        channel.receiver().close();
        assertTrue(Reader.poll(stream).isPending());

        permit.send("last words");

        assertEquals("last words", Reader.next(stream));
        assertNull(Reader.next(stream));
    }

    @Test
    void lagOfABroadcastIsAFailureOfTheStream() throws Exception {
        var channel = Broadcast.<Integer>channel(1);
        var stream = Streams.<Integer>repeating(channel.receiver()::recv, channel.receiver()::close);
        channel.sender().send(1);
        channel.sender().send(2);

        assertThrows(LaggedException.class, () -> Reader.poll(stream));
    }

    @Test
    void valueOfAWatchIsAnElementOnce() throws Exception {
        var channel = Watch.channel("hello");
        var stream = Streams.<String>repeating(channel.receiver()::changed, channel.receiver()::close);

        channel.sender().send("goodbye");
        channel.sender().close();

        assertEquals("goodbye", Reader.next(stream));
        assertNull(Reader.next(stream));
    }
}
