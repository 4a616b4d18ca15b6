package dev.kyoto.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Waker;
import dev.kyoto.io.BufReader;
import dev.kyoto.io.BufWriter;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.Halves;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A connection as a reader and a writer of bytes. */
class TcpBytesTest extends TcpTestCase {
    @Test
    void linesAreReadThroughABufferAsTheyCome() throws Exception {
        var connection = connection();
        var reader = new BufReader(connection.stream());
        var line = executor.start(reader.readLine());
        executor.turn();
        connection.peerSends("he");
        executor.park();
        executor.turn();
        assertFalse(line.isDone());
        connection.peerSends("llo\nand more");
        connection.peer().shutdownOutput();

        assertEquals("hello", executor.finish(line));
        assertEquals("and more", run(reader.readLine()));
        assertNull(run(reader.readLine()));
    }

    @Test
    void readerThatWasDroppedHalfWayMakesRoomForAnyOther() throws Exception {
        var connection = connection();
        var dropped = executor.start(connection.stream().readExact(ByteBuffer.allocate(4)));
        executor.turn();
        dropped.cancel();

        var strict = executor.start(connection.stream().read(ByteBuffer.allocate(1)));
        executor.turn();
        connection.peerSends("ab");
        assertEquals(1, executor.finish(strict));
        assertEquals((byte) 'b', run(connection.stream().readByte()));
    }

    @Test
    void readerBesideAReadThatWaitsIsRefused() throws Exception {
        var connection = connection();
        var waiting = executor.start(connection.stream().read(ByteBuffer.allocate(1)));
        executor.turn();

        var second = executor.start(connection.stream().readByte());
        executor.turn();

        assertThrows(IllegalStateException.class, second::get);
        connection.peerSends("x");
        assertEquals(1, executor.finish(waiting));
    }

    /** As documented: nobody can tell two tasks that share a stream from one task that handed it on to another. */
    @Test
    void ofTwoTasksThatPollOneDirectionTheLatestIsWoken() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        var firstWoken = new AtomicInteger();
        var secondWoken = new AtomicInteger();
        var buffer = ByteBuffer.allocate(8);
        assertTrue(stream.pollRead(executor.context(firstWoken::incrementAndGet, 128), buffer)
                .isPending());
        assertTrue(stream.pollRead(executor.context(secondWoken::incrementAndGet, 128), buffer)
                .isPending());
        connection.peerSends("x");
        while (secondWoken.get() == 0) {
            executor.park();
        }

        assertEquals(0, firstWoken.get());
        assertEquals(1, secondWoken.get());
        assertTrue(stream.pollRead(executor.context(secondWoken::incrementAndGet, 128), buffer)
                .isReady());
    }

    @Test
    void severalBuffersGoOutTogetherAndInOrder() throws Exception {
        var connection = connection();
        var body = ByteBuffer.allocate(3 * Buffers.HEAP_PORTION);
        for (int i = 0; i < body.capacity(); i++) {
            body.put(i, (byte) ('a' + i % 26));
        }
        var sent = "head;" + US_ASCII.decode(body.duplicate()) + ";tail";

        var writing =
                executor.start(connection.stream().writeAllVectored(bytes("head;"), bytes(""), body, bytes(";tail")));
        executor.turn();
        assertEquals(sent, connection.peerReceives(5) + connection.peerReceives(body.capacity() + 5));
        executor.finish(writing);
    }

    @Test
    void writeOfSeveralBuffersWaitsForThePeer() throws Exception {
        var connection = connection();
        var head = ByteBuffer.allocateDirect(8 << 20);
        var body = ByteBuffer.allocateDirect(8 << 20);
        var writing = executor.start(connection.stream().writeAllVectored(head, body));
        while (executor.turn()) {
            // until it is full, and the budget has been handed out anew
        }
        assertFalse(writing.isDone());

        var reading = new Thread(() -> {
            try {
                connection.peerReceives(16 << 20);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        reading.start();
        executor.finish(writing);
        reading.join();
        assertFalse(head.hasRemaining() || body.hasRemaining());
    }

    @Test
    void shutdownEndsTheSendingHalf() throws Exception {
        var connection = connection();
        var writer = new BufWriter(connection.stream());
        run(writer.writeAll(bytes("bye")));
        run(writer.shutdown());
        run(writer.shutdown());
        assertEquals("bye", connection.peerReceives(100));
        connection.peerSends("and you");
        connection.peer().close();
        assertEquals("and you", run(connection.stream().readToString(US_ASCII, 100)));
        assertThrows(ClosedChannelException.class, () -> run(connection.stream().writeAllVectored(bytes("x"))));
    }

    @Test
    void halvesAreUsedByTwoTasksAndCloseTheSocketTogether() throws Exception {
        var connection = connection();
        Halves halves = connection.stream().split();
        var reading = executor.start(halves.reader().readByte());
        executor.turn();
        run(halves.writer().writeAll(bytes("x")));
        halves.writer().close();
        assertEquals("x", connection.peerReceives(1));
        connection.peerSends("y");
        assertEquals((byte) 'y', executor.finish(reading));

        halves.reader().close();

        assertEquals(-1, connection.peer().getInputStream().read());
    }

    @Test
    void oneConnectionIsCopiedIntoTheOther() throws Exception {
        var client = connection();
        var server = connection();
        var proxy = executor.start(ByteStreams.copyBidirectional(client.stream(), server.stream()));
        executor.turn();
        client.peerSends("question");
        client.peer().shutdownOutput();
        server.peerSends("answer");
        server.peer().shutdownOutput();

        var copied = executor.finish(proxy);

        assertEquals(8, copied.toSecond());
        assertEquals(6, copied.toFirst());
        assertEquals("question", server.peerReceives(100));
        assertEquals("answer", client.peerReceives(100));
    }

    @Test
    void pollThatIsReadyTakesFromTheBudgetAndOneThatWaitsDoesNot() throws Exception {
        var connection = connection();
        var cx = executor.context(Waker.noop(), 1);
        assertTrue(connection.stream().pollRead(cx, ByteBuffer.allocate(1)).isPending());
        assertTrue(cx.proceed());
        cx.refund();
        assertTrue(connection.stream().pollWrite(cx, bytes("x")).isReady());
        assertFalse(cx.proceed());
        assertTrue(connection.stream().pollRead(cx, ByteBuffer.allocate(0)).isReady());
    }
}
