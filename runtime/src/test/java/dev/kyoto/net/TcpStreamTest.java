package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Waker;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpStreamTest extends TcpTestCase {
    @Test
    void readYieldsWhatIsThereWithoutWaiting() throws Exception {
        var connection = connection();
        connection.peerSends("hello");
        var buffer = ByteBuffer.allocate(16);

        assertEquals(5, run(connection.stream().read(buffer)));
        assertEquals("hello", text(buffer));
    }

    @Test
    void readWaitsForWhatIsSentLater() throws Exception {
        var connection = connection();
        var buffer = ByteBuffer.allocate(16);
        var reading = executor.start(connection.stream().read(buffer));
        executor.turn();
        assertFalse(reading.isDone());
        connection.peerSends("late");

        assertEquals(4, executor.finish(reading));
        assertEquals(2, reading.polls(), "one to try and wait, one to read");
    }

    @Test
    void readYieldsMinusOneAtTheEndAgainAndAgain() throws Exception {
        var connection = connection();
        connection.peerSends("x");
        connection.peer().close();
        var stream = connection.stream();

        assertEquals(1, run(stream.read(ByteBuffer.allocate(8))));
        assertEquals(-1, run(stream.read(ByteBuffer.allocate(8))));
        assertEquals(-1, run(stream.read(ByteBuffer.allocate(8))));
        assertEquals(-1, stream.tryRead(ByteBuffer.allocate(8)));
    }

    @Test
    void theEndThatComesWhileAReadWaitsEndsIt() throws Exception {
        var connection = connection();
        var reading = executor.start(connection.stream().read(ByteBuffer.allocate(8)));
        executor.turn();
        connection.peer().close();
        assertEquals(-1, executor.finish(reading));
    }

    @Test
    void tryReadNeverWaits() throws Exception {
        var connection = connection();
        assertEquals(0, connection.stream().tryRead(ByteBuffer.allocate(8)));
    }

    @Test
    void aBufferWithoutRoomIsRefusedAtOnce() throws Exception {
        var stream = connection().stream();
        var failure = assertThrows(IllegalArgumentException.class, () -> stream.read(ByteBuffer.allocate(0)));
        assertTrue(failure.getMessage().contains("clear()"), failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> stream.tryRead(ByteBuffer.allocate(0)));
    }

    @Test
    void aDroppedReadLosesNothing() throws Exception {
        var connection = connection();
        var first = ByteBuffer.allocate(16);
        var reading = executor.start(connection.stream().read(first));
        executor.turn();
        connection.peerSends("kept");
        // The event has arrived and the task was woken, but was not polled again.
        executor.park();
        reading.cancel();
        assertEquals(0, first.position());

        var second = ByteBuffer.allocate(16);
        assertEquals(4, run(connection.stream().read(second)));
        assertEquals("kept", text(second));
    }

    @Test
    void aReadThatWasDroppedMakesRoomForAnotherReader() throws Exception {
        var connection = connection();
        var reading = executor.start(connection.stream().read(ByteBuffer.allocate(1)));
        executor.turn();
        var second = executor.start(connection.stream().read(ByteBuffer.allocate(1)));
        executor.turn();
        assertThrows(IllegalStateException.class, second::get);

        reading.cancel();
        var third = executor.start(connection.stream().read(ByteBuffer.allocate(1)));
        executor.turn();
        connection.peerSends("x");
        assertEquals(1, executor.finish(third));
    }

    @Test
    void aReadThatWaitsGivesItsBudgetBack() throws Exception {
        var connection = connection();
        var wakes = new AtomicInteger();
        Context cx = executor.context(wakes::incrementAndGet, 1);
        var reading = connection.stream().read(ByteBuffer.allocate(1));
        assertTrue(reading.poll(cx).isPending());
        assertTrue(cx.proceed(), "the one unit is there again");
        reading.cancel();
    }

    @Test
    void aReadWithoutBudgetReadsNothingAndIsPolledAgain() throws Exception {
        var connection = connection();
        connection.peerSends("x");
        var wakes = new AtomicInteger();
        var buffer = ByteBuffer.allocate(8);
        var reading = connection.stream().read(buffer);
        assertTrue(reading.poll(executor.context(wakes::incrementAndGet, 0)).isPending());
        assertEquals(0, buffer.position());
        assertEquals(1, wakes.get());
        assertEquals(1, run(reading));
    }

    @Test
    void writeTakesWhatTheSocketTakesAndWaitsWhenItIsFull() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        var buffer = moreThanFits();
        long before = 0;
        var writing = executor.start(stream.write(buffer));
        while (executor.turn() && writing.isDone()) {
            before += writing.get();
            writing = executor.start(stream.write(buffer));
        }
        assertFalse(writing.isDone());
        assertEquals(before, buffer.position());

        var draining = drain(connection, before);
        int written = executor.finish(writing);
        assertEquals(before + written, buffer.position());
        draining.join();
    }

    @Test
    void anEmptyWriteIsDoneAtOnce() throws Exception {
        var stream = connection().stream();
        assertEquals(0, run(stream.write(ByteBuffer.allocate(0))));
        assertNull(run(stream.writeAll(ByteBuffer.allocate(0))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writeAllWritesAllThoughTheSocketIsFullManyTimes(boolean direct) throws Exception {
        var connection = connection();
        int length = 20 << 20;
        var buffer = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
        for (int i = 0; i < length; i += 4) {
            buffer.putInt(i, i);
        }
        var writing = executor.start(connection.stream().writeAll(buffer));
        executor.turn();
        assertFalse(writing.isDone());
        Thread peer = checkCountingBytes(connection, length);
        executor.finish(writing);
        peer.join();
        assertFalse(buffer.hasRemaining());
        assertEquals(length, buffer.limit());
    }

    @Test
    void aLongWriteAllGivesOthersTheirTurnHoweverFastThePeerReads() throws Exception {
        var connection = connection();
        int length = 64 << 20;
        var buffer = ByteBuffer.allocate(length);
        var writing = executor.start(connection.stream().writeAll(buffer));
        Thread peer = drain(connection, length);
        executor.runUntil(() -> {
            int before = buffer.position();
            executor.turn();
            int run = buffer.position() - before;
            assertTrue(run < WriteAllFuture.LONGEST_RUN + Buffers.HEAP_PORTION, "wrote " + run + " in one poll");
            return writing.isDone();
        });
        peer.join();
    }

    @Test
    void ofADroppedWriteAllThePositionTellsHowMuchWasWritten() throws Exception {
        var connection = connection();
        var buffer = ByteBuffer.allocateDirect(64 << 20);
        var writing = executor.start(connection.stream().writeAll(buffer));
        executor.runUntil(() -> !executor.turn());
        writing.cancel();
        int written = buffer.position();
        assertTrue(written > 0 && written < buffer.limit(), "written " + written);

        connection.stream().close();
        assertEquals(written, connection.peer().getInputStream().readAllBytes().length);
    }

    @Test
    void oneTaskReadsWhileAnotherWrites() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        var outgoing = moreThanFits();
        var reading = executor.start(stream.read(ByteBuffer.allocate(8)));
        var writing = executor.start(stream.writeAll(outgoing));
        executor.turn();
        connection.peerSends("r");

        assertEquals(1, executor.finish(reading));
        assertFalse(writing.isDone());
        var draining = drain(connection, outgoing.limit());
        executor.finish(writing);
        draining.join();
    }

    @Test
    void aPeerThatResetsFailsTheReaderAndTheWriter() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        var reading = executor.start(stream.read(ByteBuffer.allocate(8)));
        var writing = executor.start(stream.writeAll(moreThanFits()));
        executor.turn();
        connection.peerResets();

        var readFailure = assertThrows(SocketException.class, () -> executor.finish(reading));
        assertTrue(readFailure.getMessage().contains("Connection reset"), readFailure.getMessage());
        assertTrue(readFailure.getMessage().contains(stream.toString()), readFailure.getMessage());
        assertThrows(IOException.class, () -> executor.finish(writing));
    }

    @Test
    void afterShutdownOutputThePeerReadsTheEndAndMayStillAnswer() throws Exception {
        var connection = connection();
        var stream = connection.stream();
        run(stream.writeAll(bytes("last words")));
        stream.shutdownOutput();
        stream.shutdownOutput();

        assertEquals("last words", connection.peerReceives(100));
        connection.peerSends("answer");
        assertEquals(6, run(stream.read(ByteBuffer.allocate(16))));
        var failure = assertThrows(ClosedChannelException.class, () -> run(stream.write(bytes("x"))));
        assertTrue(failure.getMessage().contains("output was shut down"), failure.getMessage());
    }

    /** By itself, not by an event of the socket, which not every system reports. */
    @Test
    void shutdownOutputFailsAWriterThatWaits() throws Exception {
        var stream = connection().stream();
        var wakes = new AtomicInteger();
        Context cx = executor.context(wakes::incrementAndGet, 128);
        var writing = stream.writeAll(moreThanFits());
        assertTrue(writing.poll(cx).isPending());
        stream.shutdownOutput();

        assertEquals(1, wakes.get());
        assertThrows(ClosedChannelException.class, () -> writing.poll(cx));
    }

    @Test
    void closeFailsWhoeverWaitsAndSaysSo() throws Exception {
        var stream = connection().stream();
        var reading = executor.start(stream.read(ByteBuffer.allocate(8)));
        var writing = executor.start(stream.writeAll(moreThanFits()));
        executor.turn();
        Thread closer = new Thread(stream::close);
        closer.start();

        var failure = assertThrows(ClosedChannelException.class, () -> executor.finish(reading));
        assertTrue(failure.getMessage().contains(stream + " was closed on this side"), failure.getMessage());
        assertThrows(ClosedChannelException.class, () -> executor.finish(writing));
        closer.join();
        stream.close();
    }

    @Test
    void everyOperationOnAClosedStreamSaysSo() throws Exception {
        var stream = connection().stream();
        stream.close();
        assertClosed(assertThrows(ClosedChannelException.class, () -> run(stream.read(ByteBuffer.allocate(8)))));
        assertClosed(assertThrows(ClosedChannelException.class, () -> run(stream.write(bytes("x")))));
        assertClosed(assertThrows(ClosedChannelException.class, () -> stream.tryRead(ByteBuffer.allocate(8))));
        assertClosed(assertThrows(ClosedChannelException.class, () -> stream.tryWrite(bytes("x"))));
        assertClosed(assertThrows(ClosedChannelException.class, stream::shutdownOutput));
        assertClosed(assertThrows(ClosedChannelException.class, () -> stream.setNoDelay(true)));
    }

    private static void assertClosed(IOException failure) {
        assertTrue(failure.getMessage().contains("was closed on this side"), failure.getMessage());
    }

    @Test
    void closeSendsWhatWasWritten() throws Exception {
        var connection = connection();
        run(connection.stream().writeAll(bytes("bye")));
        connection.stream().close();
        assertEquals("bye", connection.peerReceives(100));
    }

    @Test
    void addressesAreKnownAfterClose() throws Exception {
        var connection = connection();
        connection.stream().close();
        assertEquals(
                connection.peer().getLocalPort(),
                connection.stream().peerAddress().getPort());
        assertEquals(
                connection.peer().getPort(), connection.stream().localAddress().getPort());
    }

    @Test
    void nagleIsOffUntilAskedFor() throws Exception {
        var stream = connection().stream();
        assertTrue(stream.channel().getOption(StandardSocketOptions.TCP_NODELAY));
        stream.setNoDelay(false);
        assertFalse(stream.channel().getOption(StandardSocketOptions.TCP_NODELAY));
    }

    @Test
    void aTaskThatInterruptsItsWorkerDoesNotHarmStreams() throws Exception {
        var connection = connection();
        Thread.currentThread().interrupt();
        var reading = executor.start(connection.stream().read(ByteBuffer.allocate(8)));
        executor.turn();
        connection.peerSends("x");
        assertEquals(1, executor.finish(reading));
        Thread.currentThread().interrupt();
        run(connection.stream().writeAll(bytes("y")));
        assertTrue(Thread.interrupted());
        assertEquals("y", connection.peerReceives(1));
    }

    @Test
    void whenTheRuntimeShutsDownWhoeverWaitsIsToldSo() throws Exception {
        var connection = connection();
        var wakes = new AtomicInteger();
        var reading = connection.stream().read(ByteBuffer.allocate(8));
        assertTrue(reading.poll(executor.context(wakes::incrementAndGet, 128)).isPending());
        executor.driver().close();

        assertEquals(1, wakes.get());
        var failure = assertThrows(IOException.class, () -> reading.poll(Context.of(Waker.noop())));
        assertTrue(failure.getMessage().contains("runtime that watched it was shut down"), failure.getMessage());
    }

    @Test
    void aStreamMayBeAwaitedOutsideOfTheRuntimeThatWatchesIt() throws Exception {
        var connection = connection();
        Thread worker = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                executor.park();
            }
        });
        worker.start();
        Thread peer = new Thread(() -> {
            try {
                while (connection.peer().getInputStream().read() >= 0) {
                    connection.peerSends("pong");
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        peer.start();
        for (int i = 0; i < 100; i++) {
            Futures.blockOn(connection.stream().writeAll(bytes("p")));
            assertEquals(4, Futures.blockOn(connection.stream().read(ByteBuffer.allocate(8))));
        }
        connection.stream().close();
        peer.join();
        worker.interrupt();
        worker.join();
    }

    /** The peer reads so many bytes and forgets them. */
    private static Thread drain(Connection connection, long length) {
        Thread thread = new Thread(() -> {
            try {
                connection.peer().getInputStream().skipNBytes(length);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    private static Thread checkCountingBytes(Connection connection, int length) {
        Thread thread = new Thread(() -> {
            try {
                var received =
                        ByteBuffer.wrap(connection.peer().getInputStream().readNBytes(length));
                for (int i = 0; i < length; i += 4) {
                    assertEquals(i, received.getInt(i));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }
}
