package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/** Bytes that are looked at before they are read. */
class PeekTest extends TcpTestCase {
    @Test
    void whatWasPeekedAtIsReadAgain() throws Exception {
        var connection = connection();
        connection.peerSends("hello");
        assertEquals("he", peek(connection.stream(), 2));
        assertEquals("hel", peek(connection.stream(), 3));
        assertEquals("hello", peek(connection.stream(), 100));
        assertEquals("hello", read(connection.stream(), 100));
        assertEquals(0, connection.stream().tryRead(ByteBuffer.allocate(1)));
    }

    @Test
    void itIsReadInPiecesTooAndThenTheRest() throws Exception {
        var connection = connection();
        connection.peerSends("abcdef");
        assertEquals("abcd", peek(connection.stream(), 4));
        assertEquals("abc", read(connection.stream(), 3));
        assertEquals("def", peek(connection.stream(), 4));
        assertEquals("def", read(connection.stream(), 4));
    }

    @Test
    void aPeekWaitsForTheFirstByteOnly() throws Exception {
        var connection = connection();
        var buffer = ByteBuffer.allocate(8);
        var peeking = executor.start(connection.stream().peek(buffer));
        executor.turn();
        assertFalse(peeking.isDone());
        connection.peerSends("x");
        assertEquals(1, executor.finish(peeking));
        assertEquals("x", text(buffer));
        assertEquals("x", read(connection.stream(), 8));
    }

    @Test
    void aReadAfterAPeekDoesNotWaitForTheSocket() throws Exception {
        var connection = connection();
        connection.peerSends("x");
        assertEquals("x", peek(connection.stream(), 8));
        assertEquals(0, drained(connection.stream()), "the driver was told that nothing more is there");
        assertEquals("x", read(connection.stream(), 8));
    }

    /** Another peek, which finds nothing new. */
    private int drained(TcpStream stream) throws Exception {
        var buffer = ByteBuffer.allocate(8);
        stream.tryPeek(buffer);
        return buffer.position() - 1;
    }

    @Test
    void aDroppedPeekLosesNothing() throws Exception {
        var connection = connection();
        var peeking = executor.start(connection.stream().peek(ByteBuffer.allocate(8)));
        executor.turn();
        connection.peerSends("kept");
        executor.park();
        peeking.cancel();
        assertEquals("kept", read(connection.stream(), 8));
    }

    @Test
    void atTheEndAPeekSaysSoOnceWhatCameBeforeIsRead() throws Exception {
        var connection = connection();
        connection.peerSends("x");
        connection.peer().close();
        assertEquals("x", peek(connection.stream(), 8));
        assertEquals("x", peek(connection.stream(), 8));
        assertEquals("x", read(connection.stream(), 8));
        assertEquals(-1, run(connection.stream().peek(ByteBuffer.allocate(8))));
        assertEquals(-1, run(connection.stream().read(ByteBuffer.allocate(8))));
    }

    @Test
    void severalBuffersAreFilledFromWhatWasPeekedAt() throws Exception {
        var connection = connection();
        connection.peerSends("abc");
        assertEquals("abc", peek(connection.stream(), 8));
        var buffers = new ByteBuffer[] {ByteBuffer.allocate(2), ByteBuffer.allocate(2)};
        assertEquals(3L, connection.stream().tryReadVectored(buffers));
        assertEquals("ab", text(buffers[0]));
        assertEquals("c", text(buffers[1]));
    }

    @Test
    void aClosedStreamForgetsWhatWasPeekedAt() throws Exception {
        var connection = connection();
        connection.peerSends("x");
        assertEquals("x", peek(connection.stream(), 8));
        connection.stream().close();
        assertThrows(ClosedChannelException.class, () -> read(connection.stream(), 8));
        assertThrows(ClosedChannelException.class, () -> peek(connection.stream(), 8));
    }

    private String peek(TcpStream stream, int length) throws Exception {
        var buffer = ByteBuffer.allocate(length);
        assertEquals(run(stream.peek(buffer)), buffer.position());
        return text(buffer);
    }

    private String read(TcpStream stream, int length) throws Exception {
        var buffer = ByteBuffer.allocate(length);
        assertEquals(run(stream.read(buffer)), buffer.position());
        return text(buffer);
    }
}
