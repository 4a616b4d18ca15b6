package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.Test;

/** A pipe, as an example of a channel that Kyoto knows nothing of. */
class AsyncChannelTest extends TcpTestCase {
    @Test
    void aReadWaitsForTheOtherEnd() throws Exception {
        Pipe pipe = Pipe.open();
        closing(pipe.sink());
        var source = closing(AsyncChannel.of(pipe.source()));
        var buffer = ByteBuffer.allocate(8);
        var reading = executor.start(read(source, buffer));
        executor.turn();
        assertFalse(reading.isDone());
        pipe.sink().write(bytes("hello"));
        assertEquals(5, executor.finish(reading));
        assertEquals("hello", text(buffer));
    }

    @Test
    void aWriteWaitsForRoom() throws Exception {
        Pipe pipe = Pipe.open();
        closing(pipe.source());
        var sink = closing(AsyncChannel.of(pipe.sink()));
        var full = ByteBuffer.allocate(4 << 20);
        while (sink.channel().write(full) > 0) {
            // fills it
        }
        var writing = executor.start(sink.write(channel -> {
            int count = channel.write(bytes("x"));
            return count == 0 ? null : count;
        }));
        executor.turn();
        assertFalse(writing.isDone());
        var drain = ByteBuffer.allocate(full.position());
        pipe.source().read(drain);
        assertEquals(1, executor.finish(writing));
    }

    @Test
    void anAttemptThatFailsFailsTheFutureAndTheChannelGoesOn() throws Exception {
        Pipe pipe = Pipe.open();
        closing(pipe.sink());
        var source = closing(AsyncChannel.of(pipe.source()));
        var failure = assertThrows(
                IOException.class,
                () -> run(source.read(channel -> {
                    throw new IOException("broken");
                })));
        assertEquals("broken", failure.getMessage());
        pipe.sink().write(bytes("x"));
        assertEquals(1, run(read(source, ByteBuffer.allocate(8))));
    }

    @Test
    void closeFailsWhoeverWaits() throws Exception {
        Pipe pipe = Pipe.open();
        closing(pipe.sink());
        var source = closing(AsyncChannel.of(pipe.source()));
        var reading = executor.start(read(source, ByteBuffer.allocate(8)));
        executor.turn();
        source.close();
        assertThrows(ClosedChannelException.class, () -> executor.finish(reading));
        assertThrows(ClosedChannelException.class, () -> run(read(source, ByteBuffer.allocate(8))));
    }

    @Test
    void aDroppedOperationIsNotTriedAgain() throws Exception {
        Pipe pipe = Pipe.open();
        closing(pipe.sink());
        var source = closing(AsyncChannel.of(pipe.source()));
        var reading = executor.start(read(source, ByteBuffer.allocate(8)));
        executor.turn();
        pipe.sink().write(bytes("kept"));
        executor.park();
        reading.cancel();
        assertEquals(4, run(read(source, ByteBuffer.allocate(8))));
    }

    @Test
    void outsideOfARuntimeItTriesAndTheErrorNamesTheCure() throws Exception {
        Pipe pipe = Pipe.open();
        closing(pipe.sink());
        var source = closing(AsyncChannel.of(pipe.source()));
        pipe.sink().write(bytes("x"));
        assertEquals(1, Futures.blockOn(read(source, ByteBuffer.allocate(8))));
        var failure =
                assertThrows(IllegalStateException.class, () -> Futures.blockOn(read(source, ByteBuffer.allocate(8))));
        assertTrue(failure.getMessage().contains("Kyoto.run"), failure.getMessage());
    }

    private static Future<Integer> read(AsyncChannel<Pipe.SourceChannel> source, ByteBuffer buffer) {
        return source.read(channel -> {
            int count = channel.read(buffer);
            return count == 0 ? null : count;
        });
    }
}
