package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer that waits for room, and what becomes of its bytes. */
class FullSendBufferTest extends TcpTestCase {
    /** More than both ends' buffers take of it at a time; each four bytes say where they belong. */
    private static final int LENGTH = 24 << 20;

    /** The buffer's position tells how far a dropped writer got, and another goes on from there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatADroppedWriterHasLeftIsWrittenByTheNextOnceAndInOrder(boolean vectored) throws Exception {
        var connection = connection();
        var buffers = numbered(vectored ? 3 : 1);
        int dropped = 0;
        var peer = new Peer(connection);
        while (remaining(buffers) > 0) {
            var writing = executor.start(write(connection.stream(), buffers, vectored));
            int before = remaining(buffers);
            executor.runUntil(() -> writing.isDone() || !executor.turn());
            if (!writing.isDone()) {
                writing.cancel();
                dropped++;
                peer.takes(
                        before - remaining(buffers)); // what is written leaves the system's buffers, so there is room
            }
        }
        connection.stream().shutdownOutput();

        assertTrue(dropped > 2, "the socket was full " + dropped + " times");
        peer.assertReceivedAll();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriterGoesOnWhenThePeerReadsAgain(boolean vectored) throws Exception {
        var connection = connection();
        var buffers = numbered(vectored ? 3 : 1);
        var writing = executor.start(write(connection.stream(), buffers, vectored));
        executor.runUntil(() -> !executor.turn());
        assertFalse(writing.isDone());

        var received = CompletableFuture.runAsync(() -> {
            try {
                var peer = new Peer(connection);
                peer.takes(LENGTH);
                peer.assertReceivedAll();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        executor.finish(writing);
        connection.stream().shutdownOutput();
        received.get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatClosesFailsTheWriterAndEveryLaterOne(boolean vectored) throws Exception {
        var connection = connection();
        var buffers = numbered(vectored ? 2 : 1);
        var writing = executor.start(write(connection.stream(), buffers, vectored));
        executor.runUntil(() -> !executor.turn());
        connection.peer().close(); // with bytes unread: a reset

        assertTellsOfThePeer(assertThrows(SocketException.class, () -> executor.finish(writing)), connection.stream());
        assertTellsOfThePeer(
                assertThrows(
                        SocketException.class, () -> run(connection.stream().write(bytes("x")))),
                connection.stream());
        assertTrue(remaining(buffers) > 0, "what was not sent is still there");
    }

    @Test
    void aPeerThatHasOnlyStoppedSendingIsStillWrittenTo() throws Exception {
        var connection = connection();
        var buffers = numbered(1);
        var writing = executor.start(connection.stream().writeAll(buffers[0]));
        executor.runUntil(() -> !executor.turn());
        connection.peer().shutdownOutput();
        assertEquals(-1, run(connection.stream().read(ByteBuffer.allocate(8))));
        assertFalse(writing.isDone());

        var received = CompletableFuture.runAsync(() -> {
            try {
                var peer = new Peer(connection);
                peer.takes(LENGTH);
                peer.assertReceivedAll();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        executor.finish(writing);
        connection.stream().shutdownOutput();
        received.get();
    }

    /** Waiting for room costs no turns: the selector looks away from a socket that nobody writes to. */
    @Test
    void aWriterThatWaitsIsNotPolledAgain() throws Exception {
        var connection = connection();
        var buffer = moreThanFits();
        var writing = executor.start(connection.stream().writeAll(buffer));
        executor.runUntil(() -> !executor.turn());
        for (int i = 0; i < 100; i++) {
            int polls = writing.polls();
            int left = buffer.remaining();
            executor.driver().poll();
            executor.turn();
            // The system may make some more room after a while, by larger buffers.
            assertTrue(polls == writing.polls() || buffer.remaining() < left, "polled in vain");
        }
        writing.cancel();
    }

    private static void assertTellsOfThePeer(SocketException failure, TcpStream stream) {
        assertTrue(failure.getMessage().contains("The peer is gone"), failure.getMessage());
        assertTrue(failure.getMessage().contains(stream.toString()), failure.getMessage());
    }

    private static Future<?> write(TcpStream stream, ByteBuffer[] buffers, boolean vectored) {
        return vectored ? stream.writeAllVectored(buffers) : stream.writeAll(buffers[0]);
    }

    /** All bytes, in so many buffers of different lengths. */
    private static ByteBuffer[] numbered(int count) {
        var all = ByteBuffer.allocateDirect(LENGTH);
        for (int i = 0; i < LENGTH; i += Integer.BYTES) {
            all.putInt(i, i);
        }
        var random = new Random(count);
        var buffers = new ByteBuffer[count];
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = i == count - 1 ? LENGTH : from + random.nextInt(2 * (LENGTH - from) / (count - i));
            buffers[i] = all.slice(from, to - from);
            from = to;
        }
        return buffers;
    }

    private static int remaining(ByteBuffer[] buffers) {
        int remaining = 0;
        for (ByteBuffer buffer : buffers) {
            remaining += buffer.remaining();
        }
        return remaining;
    }

    /** Reads, and looks at what it has got. */
    private static final class Peer {
        private final InputStream in;
        private final ByteBuffer received = ByteBuffer.allocate(LENGTH);

        Peer(Connection connection) throws IOException {
            this.in = connection.peer().getInputStream();
        }

        void takes(int count) throws IOException {
            int got = in.readNBytes(received.array(), received.position(), count);
            assertEquals(count, got);
            received.position(received.position() + got);
        }

        void assertReceivedAll() throws IOException {
            takes(received.remaining());
            assertEquals(-1, in.read(), "bytes too many");
            for (int i = 0; i < LENGTH; i += Integer.BYTES) {
                if (received.getInt(i) != i) {
                    throw new AssertionError("at " + i + " there is " + received.getInt(i));
                }
            }
        }
    }
}
