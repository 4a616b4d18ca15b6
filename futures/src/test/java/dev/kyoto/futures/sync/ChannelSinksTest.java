package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Streams;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Senders as sinks. */
class ChannelSinksTest {
    @Test
    void sinkWaitsForAPlaceInTheQueue() throws Exception {
        var channel = Mpsc.<String>bounded(1);
        var sink = channel.sender().sink();
        assertTrue(PolledByHand.of(sink.send("a")).poll().isReady());
        var second = PolledByHand.of(sink.send("b"));
        assertTrue(second.poll().isPending());

        assertEquals("a", channel.receiver().tryRecv());

        assertTrue(second.wakes() > 0);
        assertTrue(second.poll().isReady());
        assertEquals("b", channel.receiver().tryRecv());
    }

    @Test
    void placeGrantedToADroppedSendServesTheNext() throws Exception {
        var channel = Mpsc.<String>bounded(1);
        var sink = channel.sender().sink();
        PolledByHand.of(sink.send("a")).poll();
        var send = sink.send("b");
        PolledByHand.of(send).poll();
        channel.receiver().tryRecv();

        send.cancel();

        assertEquals("b", send.unsent());
        assertTrue(PolledByHand.of(sink.send("c")).poll().isReady());
        assertEquals("c", channel.receiver().tryRecv());
    }

    @Test
    void finishedSinkEndsTheChannelAfterItsMessages() throws Exception {
        var channel = Mpsc.<Integer>bounded(4);

        Futures.blockOn(Streams.of(1, 2, 3).forward(channel.sender().sink()));

        assertEquals(
                List.of(1, 2, 3), Futures.blockOn(channel.receiver().stream().toList()));
    }

    @Test
    void closedSinkGivesItsPlaceBack() throws Exception {
        var channel = Mpsc.<String>bounded(1);
        var other = channel.sender().copy();
        var sink = channel.sender().sink();
        PolledByHand.of(sink.send("a")).poll();
        PolledByHand.of(sink.send("b")).poll();
        channel.receiver().tryRecv(); // the place is the sink's now

        sink.close();

        assertEquals(1, other.remainingCapacity());
        assertEquals(1, other.senderCount());
    }

    @Test
    void readySinkThatIsClosedGivesItsPlaceBack() throws Exception {
        var channel = Mpsc.<String>bounded(1);
        var other = channel.sender().copy();
        var sink = channel.sender().sink();
        PolledByHand.of(Futures.pollFn(sink::pollReady)).poll();
        assertEquals(0, other.remainingCapacity());

        sink.close();

        assertEquals(1, other.remainingCapacity());
    }

    @Test
    void closedReceiverIsTheFailureOfTheSink() {
        var channel = Mpsc.<String>bounded(1);
        var sink = channel.sender().sink();
        channel.receiver().close();
        var send = sink.send("a");

        assertThrows(ClosedException.class, () -> PolledByHand.of(send).poll());

        assertEquals("a", send.unsent());
        assertEquals(0, channel.sender().senderCount());
    }

    @Test
    void sendersThatNeverWaitAreSinks() throws Exception {
        var queue = Mpsc.<Integer>unbounded();
        var prices = Broadcast.<Integer>channel(4);
        var latest = Watch.channel(0);
        var all = queue.sender()
                .sink()
                .fanout(prices.sender().sink())
                .fanout(latest.sender().sink());

        Futures.blockOn(Streams.of(1, 2, 3).forward(all));

        assertEquals(List.of(1, 2, 3), Futures.blockOn(queue.receiver().stream().toList()));
        assertEquals(
                List.of(1, 2, 3), Futures.blockOn(prices.receiver().stream().toList()));
        assertEquals(List.of(3), Futures.blockOn(latest.receiver().stream().toList()));
    }
}
