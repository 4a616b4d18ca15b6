package dev.kyoto.io;

import static dev.kyoto.io.Bytes.array;
import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.LimitedContext;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CopyTest {
    private static byte[] many() {
        byte[] bytes = new byte[20_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsCopiedCountedAndFlushed(Pace pace) throws Exception {
        for (Pace other : Pace.values()) {
            Pace.Writer writer = other.writer();

            long count = run(ByteStreams.copy(pace.reader(many()), writer));

            assertEquals(20_000, count);
            assertArrayEquals(many(), writer.written.toByteArray());
            assertEquals(20_000, writer.flushed);
            assertFalse(writer.isShutDown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsCopiedFromABuffer(Pace pace) throws Exception {
        for (Pace other : Pace.values()) {
            Pace.Writer writer = other.writer();

            long count = run(ByteStreams.copyBuf(new BufReader(pace.reader(many()), 100), writer));

            assertEquals(20_000, count);
            assertArrayEquals(many(), writer.written.toByteArray());
            assertEquals(20_000, writer.flushed);
        }
    }

    @Test
    void copyFromABufferThatIsDroppedLosesNoByte() throws Exception {
        var source = ByteStreams.duplex(64);
        run(source.first().writeAll(bytes("hello, world")));
        var full = ByteStreams.simplex(5);
        var reader = new BufReader(source.second());
        var dropped = PolledByHand.of(ByteStreams.copyBuf(reader, full.writer()));
        assertTrue(dropped.poll().isPending());

        dropped.cancel();

        source.first().close();
        full.writer().close();
        assertEquals("hello", run(full.reader().readToString(UTF_8, 100)));
        assertEquals(", world", run(reader.readToString(UTF_8, 100)));
    }

    @Test
    void whatWasWrittenIsFlushedWhileTheReaderWaits() throws Exception {
        var source = ByteStreams.duplex(64);
        Pace.Writer writer = Pace.AT_ONCE.writer();
        var copying = PolledByHand.of(ByteStreams.copy(source.second(), writer));
        var copyingBuffered = ByteStreams.duplex(64);
        Pace.Writer second = Pace.AT_ONCE.writer();
        var other = PolledByHand.of(ByteStreams.copyBuf(new BufReader(copyingBuffered.second()), second));
        run(source.first().writeAll(bytes("hello")));
        run(copyingBuffered.first().writeAll(bytes("hello")));

        assertTrue(copying.poll().isPending());
        assertTrue(other.poll().isPending());

        assertEquals(5, writer.flushed);
        assertEquals(5, second.flushed);
    }

    @Test
    void theReaderIsReadOnWhileTheWriterWaits() throws Exception {
        var source = ByteStreams.duplex(4);
        var target = ByteStreams.simplex(2);
        var copying = PolledByHand.of(ByteStreams.copy(source.second(), target.writer()));
        run(source.first().writeAll(bytes("1234")));
        assertTrue(copying.poll().isPending());

        run(source.first().writeAll(bytes("5678"))); // has room, because the first four are in the copy
        assertTrue(copying.poll().isPending());
        run(source.first().writeAll(bytes("90"))); // has room, because these are, too

        var buffer = ByteBuffer.allocate(2);
        run(target.reader().readExact(buffer));
        assertEquals("12", Bytes.written(buffer));
        assertTrue(copying.wakes() > 0);
    }

    @Test
    void copyInBothDirectionsShutsDownTheOtherSideOfOneThatHasEnded() throws Exception {
        var client = ByteStreams.duplex(8);
        var server = ByteStreams.duplex(8);
        var proxy = PolledByHand.of(ByteStreams.copyBidirectional(client.second(), server.first()));
        assertTrue(proxy.poll().isPending());

        run(client.first().writeAll(bytes("ask")));
        run(client.first().shutdown());
        assertTrue(proxy.poll().isPending());
        assertEquals("ask", run(server.second().readToString(UTF_8, 100)));

        run(server.second().writeAll(bytes("answer")));
        assertTrue(proxy.poll().isPending());
        run(server.second().shutdown());
        assertEquals(new Copied(3, 6), proxy.poll().value());
        assertEquals("answer", run(client.first().readToString(UTF_8, 100)));
    }

    @Test
    void copyInBothDirectionsIsWokenByEither() throws Exception {
        var client = ByteStreams.duplex(8);
        var server = ByteStreams.duplex(8);
        var proxy = PolledByHand.of(ByteStreams.copyBidirectional(client.second(), server.first()));
        proxy.poll();

        run(client.first().writeAll(bytes("x")));
        assertEquals(1, proxy.wakes());
        proxy.poll();
        run(server.second().writeAll(bytes("x")));
        assertEquals(2, proxy.wakes());
    }

    @Test
    void copyInBothDirectionsEndsWithTheFirstFailure() throws Exception {
        var client = ByteStreams.duplex(8);
        var server = ByteStreams.duplex(8);
        var proxy = PolledByHand.of(ByteStreams.copyBidirectional(client.second(), server.first()));
        proxy.poll();
        server.second().close();
        run(client.first().writeAll(bytes("lost")));

        assertThrows(IOException.class, proxy::poll);
    }

    @Test
    void endlessSourcesGiveOthersTheirTurn() throws Exception {
        List<Future<?>> endless = List.of(
                ByteStreams.copy(ByteStreams.repeat((byte) 1), ByteStreams.sink()),
                ByteStreams.copyBuf(new BufReader(ByteStreams.repeat((byte) 1)), ByteStreams.sink()),
                ByteStreams.repeat((byte) 1).chunks(10).forEach(chunk -> {}),
                ByteStreams.repeat((byte) 1).readToEnd(1 << 30));
        for (Future<?> future : endless) {
            var cx = new LimitedContext(Waker.noop(), 16);

            assertTrue(future.poll(cx).isPending());

            assertFalse(cx.proceed(), "it has used up its budget");
            future.cancel();
        }
    }

    @Test
    void memoryIsReadWrittenAndSought() throws Exception {
        var reader = new MemoryReader(bytes("hello, world").position(2));
        assertEquals(10, run(reader.seek(AsyncSeek.From.END, 0)));
        assertEquals(-1, run(reader.read(ByteBuffer.allocate(1))));
        assertEquals(5, run(reader.seek(AsyncSeek.From.START, 5)));
        assertEquals("world", run(reader.readToString(UTF_8, 100)));
        assertEquals(8, run(reader.seek(AsyncSeek.From.CURRENT, -2)));
        assertThrows(IllegalArgumentException.class, () -> run(reader.seek(AsyncSeek.From.CURRENT, -9)));
        assertEquals("ld", run(reader.readLine()));
        assertEquals(100, run(reader.seek(AsyncSeek.From.START, 100)));
        assertEquals(-1, run(reader.read(ByteBuffer.allocate(1))));

        var writer = new MemoryWriter();
        run(writer.writeAll(ByteBuffer.allocateDirect(2).put(array(1, 2)).flip()));
        run(writer.writeAll(bytes("x").asReadOnlyBuffer()));
        assertArrayEquals(array(1, 2, 'x'), writer.toByteArray());
    }

    @Test
    void emptyHasEndedAndTheSinkTakesEverything() throws Exception {
        assertEquals(-1, run(ByteStreams.empty().read(ByteBuffer.allocate(1))));
        assertEquals(12, run(ByteStreams.sink().write(bytes("hello, world"))));
    }
}
