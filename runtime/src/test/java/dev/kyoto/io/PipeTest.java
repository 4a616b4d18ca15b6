package dev.kyoto.io;

import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipeTest {
    @Test
    void whatIsWrittenToOneEndIsReadFromTheOther() throws Exception {
        var pipe = ByteStreams.duplex(64);
        run(pipe.first().writeAll(bytes("ping")));
        run(pipe.second().writeAll(bytes("pong")));
        run(pipe.first().shutdown());
        run(pipe.second().shutdown());
        assertEquals("ping", run(pipe.second().readToString(UTF_8, 10)));
        assertEquals("pong", run(pipe.first().readToString(UTF_8, 10)));
    }

    @Test
    void readerWaitsForTheWriter() throws Exception {
        var pipe = ByteStreams.simplex(4);
        var buffer = ByteBuffer.allocate(8);
        var reading = PolledByHand.of(pipe.reader().read(buffer));
        assertTrue(reading.poll().isPending());

        run(pipe.writer().writeAll(bytes("abc")));

        assertEquals(1, reading.wakes());
        assertEquals(3, reading.poll().value());
    }

    @Test
    void writerWaitsForRoom() throws Exception {
        var pipe = ByteStreams.simplex(4);
        var writing = PolledByHand.of(pipe.writer().writeAll(bytes("abcdef")));
        assertTrue(writing.poll().isPending());
        var buffer = ByteBuffer.allocate(3);

        run(pipe.reader().readExact(buffer));

        assertEquals(1, writing.wakes());
        assertTrue(writing.poll().isReady());
        pipe.writer().close();
        assertEquals("def", run(pipe.reader().readToString(UTF_8, 10)));
    }

    @Test
    void bytesGoRoundTheRing() throws Exception {
        var pipe = ByteStreams.simplex(5);
        for (int i = 0; i < 20; i++) {
            run(pipe.writer().writeAll(bytes("abc")));
            var buffer = ByteBuffer.allocate(3);
            run(pipe.reader().readExact(buffer));
            assertEquals("abc", Bytes.written(buffer));
        }
    }

    @Test
    void endOfTheWriterWakesTheReaderWhoReadsWhatIsLeftFirst() throws Exception {
        for (boolean inGoodOrder : List.of(true, false)) {
            var pipe = ByteStreams.simplex(4);
            run(pipe.writer().writeAll(bytes("ab")));
            var reading = PolledByHand.of(pipe.reader().readToString(UTF_8, 10));
            assertTrue(reading.poll().isPending());

            if (inGoodOrder) {
                run(pipe.writer().shutdown());
            } else {
                pipe.writer().close();
            }

            assertEquals(1, reading.wakes());
            assertEquals("ab", reading.poll().value());
        }
    }

    @Test
    void closedReaderFailsTheWriterThatWaits() throws Exception {
        var pipe = ByteStreams.duplex(2);
        var writing = PolledByHand.of(pipe.first().writeAll(bytes("abc")));
        assertTrue(writing.poll().isPending());

        pipe.second().close();

        assertEquals(1, writing.wakes());
        var failure = assertThrows(IOException.class, writing::poll);
        assertTrue(failure.getMessage().contains("broken pipe"), failure.getMessage());
        assertEquals(-1, run(pipe.first().read(ByteBuffer.allocate(1))), "it also reads the end");
    }

    @Test
    void useAfterTheOwnEndSaysSo() throws Exception {
        var pipe = ByteStreams.duplex(2);
        run(pipe.first().shutdown());
        assertThrows(ClosedChannelException.class, () -> run(pipe.first().write(bytes("x"))));
        run(pipe.first().shutdown());
        pipe.first().close();
        assertThrows(ClosedChannelException.class, () -> run(pipe.first().read(ByteBuffer.allocate(1))));
        assertThrows(IllegalArgumentException.class, () -> ByteStreams.simplex(0));
    }

    @Test
    void whoPolledLastIsWoken() throws Exception {
        var pipe = ByteStreams.simplex(2);
        var woken = new ArrayList<String>();
        var buffer = ByteBuffer.allocate(1);
        pipe.reader().pollRead(Context.of(() -> woken.add("first")), buffer);
        pipe.reader().pollRead(Context.of(() -> woken.add("second")), buffer);

        run(pipe.writer().writeAll(bytes("x")));

        assertEquals(List.of("second"), woken);
    }

    @Test
    void readThatWasDroppedTakesNothing() throws Exception {
        var pipe = ByteStreams.simplex(2);
        var dropped = PolledByHand.of(pipe.reader().read(ByteBuffer.allocate(1)));
        dropped.poll();
        dropped.cancel();
        run(pipe.writer().writeAll(bytes("x")));
        assertEquals((byte) 'x', run(pipe.reader().readByte()));
    }

    @Test
    void halvesCloseTheWholeTogether() throws Exception {
        var pipe = ByteStreams.duplex(2);
        Halves halves = pipe.first().split();
        halves.reader().close();
        halves.reader().close();
        assertThrows(ClosedChannelException.class, () -> run(halves.reader().read(ByteBuffer.allocate(1))));
        run(halves.writer().writeAll(bytes("x")));

        halves.writer().close();

        assertThrows(ClosedChannelException.class, () -> run(halves.writer().flush()));
        assertEquals("x", run(pipe.second().readToString(UTF_8, 10)));
        assertThrows(IOException.class, () -> run(pipe.second().writeAll(bytes("x"))));
    }

    @ParameterizedTest
    @EnumSource
    void manyBytesCrossFromTaskToTask(Flavor flavor) throws Exception {
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 4);
        }
        try (Runtime runtime = flavor.builder().build()) {
            var pipe = ByteStreams.duplex(1000);
            var echo = runtime.spawn(ByteStreams.copy(pipe.second(), pipe.second())
                    .andThen(count -> pipe.second().shutdown()));
            var writing = runtime.spawn(pipe.first()
                    .writeAll(ByteBuffer.wrap(bytes))
                    .andThen(done -> pipe.first().shutdown()));

            byte[] back = runtime.blockOn(pipe.first().readToEnd(bytes.length));

            assertArrayEquals(bytes, back);
            runtime.blockOn(writing);
            runtime.blockOn(echo);
        }
    }
}
