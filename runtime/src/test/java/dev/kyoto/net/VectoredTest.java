package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several buffers for one system call. */
class VectoredTest extends TcpTestCase {
    @Test
    void aHeadAndItsBodyGoOutTogether() throws Exception {
        var connection = connection();
        var buffers = new ByteBuffer[] {bytes("head "), bytes(""), bytes("body")};
        assertEquals(9L, connection.stream().tryWriteVectored(buffers));
        assertEquals("head body", connection.peerReceives(9));
        assertEquals(0L, connection.stream().tryWriteVectored(buffers), "they are empty now");
    }

    @Test
    void whatIsReadFillsOneAfterTheOther() throws Exception {
        var connection = connection();
        var buffers = new ByteBuffer[] {ByteBuffer.allocate(2), ByteBuffer.allocateDirect(2), ByteBuffer.allocate(9)};
        assertEquals(0L, connection.stream().tryReadVectored(buffers));
        var waiting = executor.start(connection.stream().readable());
        executor.turn();
        assertFalse(waiting.isDone());
        connection.peerSends("abcde");
        executor.finish(waiting);
        assertEquals(5L, connection.stream().tryReadVectored(buffers));
        assertEquals("ab", text(buffers[0]));
        assertEquals("cd", text(buffers[1]));
        assertEquals("e", text(buffers[2]));
        connection.peer().close();
        run(connection.stream().readable());
        assertEquals(-1, run(connection.stream().read(ByteBuffer.allocate(1))));
        assertEquals(-1L, connection.stream().tryReadVectored(ByteBuffer.allocate(1)));
    }

    @Test
    void withoutAnyRoomItIsRefusedAtOnce() throws Exception {
        var stream = connection().stream();
        assertThrows(IllegalArgumentException.class, () -> stream.tryReadVectored(ByteBuffer.allocate(0)));
        assertThrows(IllegalArgumentException.class, () -> stream.tryReadVectored());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allIsWrittenHoweverLongAndItsLimitsAreAsBefore(boolean direct) throws Exception {
        var connection = connection();
        int[] lengths = {5, 0, Buffers.HEAP_PORTION + 1, 3 << 20, 7, Buffers.HEAP_PORTION, 8 << 20};
        var buffers = new ByteBuffer[lengths.length];
        int total = 0;
        for (int i = 0; i < lengths.length; i++) {
            buffers[i] = direct ? ByteBuffer.allocateDirect(lengths[i]) : ByteBuffer.allocate(lengths[i]);
            for (int j = 0; j < lengths[i]; j++) {
                buffers[i].put(j, (byte) (total++ % 251));
            }
        }
        int length = total;
        var received = CompletableFuture.supplyAsync(() -> receive(connection, length));
        run(connection.stream().writeAllVectored(buffers));
        byte[] bytes = received.get();
        for (int i = 0; i < length; i++) {
            if (bytes[i] != (byte) (i % 251)) {
                throw new AssertionError("byte " + i + " of " + length + " is " + bytes[i]);
            }
        }
        for (int i = 0; i < lengths.length; i++) {
            assertEquals(lengths[i], buffers[i].limit());
            assertFalse(buffers[i].hasRemaining());
        }
    }

    @Test
    void aHugeArrayIsReadInPortionsAndItsLimitIsAsBefore() throws Exception {
        var connection = connection();
        connection.peerSends("x");
        run(connection.stream().readable());
        var buffers = new ByteBuffer[] {ByteBuffer.allocate(8 << 20), ByteBuffer.allocate(1)};
        assertEquals(1L, connection.stream().tryReadVectored(buffers));
        assertEquals(8 << 20, buffers[0].limit());
        try (var portion = Buffers.portion(buffers)) {
            assertEquals(1, portion.length());
            assertTrue(portion.remaining() <= Buffers.HEAP_PORTION);
        }
    }

    private static byte[] receive(Connection connection, int length) {
        try {
            return connection.peer().getInputStream().readNBytes(length);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
