package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/** Waiting for a socket without a buffer, and trying then. */
class ReadinessTest extends TcpTestCase {
    @Test
    void readableWaitsOnceATryHasFoundNothing() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        run(stream.readable()); // a false alarm: nobody has tried yet
        assertEquals(0, stream.tryRead(ByteBuffer.allocate(8)));

        var waiting = executor.start(stream.readable());
        executor.turn();
        assertFalse(waiting.isDone());
        connection.peerSends("x");
        executor.finish(waiting);
        assertEquals(1, stream.tryRead(ByteBuffer.allocate(8)));
    }

    /** The selector looks away from bytes that nobody reads, and must look again. */
    @Test
    void readableWaitsThoughItsEventsWereLeftAlone() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        assertEquals(0, stream.tryRead(ByteBuffer.allocate(8)));
        var first = executor.start(stream.readable());
        executor.turn();
        connection.peerSends("x");
        executor.finish(first);
        for (int i = 0; i < 3; i++) {
            executor.driver().poll();
            run(stream.readable());
        }
        assertEquals(1, stream.tryRead(ByteBuffer.allocate(8)));
        assertEquals(0, stream.tryRead(ByteBuffer.allocate(8)));
        var second = executor.start(stream.readable());
        executor.turn();
        assertFalse(second.isDone());
        connection.peerSends("y");
        executor.finish(second);
    }

    @Test
    void writableWaitsUntilAFullSocketHasRoom() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        var buffer = moreThanFits();
        while (stream.tryWrite(buffer) > 0) {
            // fills it
        }
        long written = buffer.position();
        var waiting = executor.start(stream.writable());
        executor.turn();
        assertFalse(waiting.isDone());
        Thread peer = new Thread(() -> {
            try {
                connection.peer().getInputStream().skipNBytes(written);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        peer.start();
        executor.finish(waiting);
        peer.join();
        assertEquals(1, stream.tryWrite(ByteBuffer.allocate(1)));
    }

    @Test
    void closeFailsWhoeverWaits() throws Exception {
        var stream = connection().stream();
        stream.tryRead(ByteBuffer.allocate(8));
        var waiting = executor.start(stream.readable());
        executor.turn();
        stream.close();
        assertThrows(ClosedChannelException.class, () -> executor.finish(waiting));
        assertThrows(ClosedChannelException.class, () -> run(stream.readable()));
    }

    @Test
    void aWaitThatWasReadyAndDroppedIsReadyForTheNext() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        stream.tryRead(ByteBuffer.allocate(8));
        var waiting = executor.start(stream.readable());
        executor.turn();
        connection.peerSends("x");
        executor.park();
        waiting.cancel();
        run(stream.readable());
        assertEquals(1, stream.tryRead(ByteBuffer.allocate(8)));
    }

    @Test
    void aDroppedWaitMakesRoomForAReader() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        stream.tryRead(ByteBuffer.allocate(8));
        var waiting = executor.start(stream.readable());
        executor.turn();
        waiting.cancel();
        var reading = executor.start(stream.read(ByteBuffer.allocate(8)));
        executor.turn();
        connection.peerSends("x");
        assertEquals(1, executor.finish(reading));
    }
}
