package dev.kyoto.io;

import static dev.kyoto.io.Bytes.array;
import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Sink;
import dev.kyoto.futures.stream.Streams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every writer can do, however little it takes at a time. */
@ParameterizedClass
@EnumSource(Pace.class)
class WritingTest {
    @Parameter
    Pace pace;

    private Pace.Writer writer;

    @BeforeEach
    void makeWriter() {
        writer = pace.writer();
    }

    @Test
    void writeTellsHowManyItWrote() throws Exception {
        ByteBuffer buffer = bytes("hello");
        int count = run(writer.write(buffer));
        assertEquals(5 - buffer.remaining(), count);
        assertEquals("hello".substring(0, count), writer.text());
    }

    @Test
    void writeAllWritesAll() throws Exception {
        run(writer.writeAll(bytes("hello, ")));
        run(writer.writeAll(bytes("")));
        run(writer.writeAllVectored(bytes("w"), bytes(""), bytes("orl"), bytes("d")));
        run(writer.writeAllVectored());
        assertEquals("hello, world", writer.text());
    }

    @Test
    void writeAllMadeAgainWithTheSameBufferGoesOn() throws Exception {
        ByteBuffer buffer = bytes("hello");
        var dropped = PolledByHand.of(writer.writeAll(buffer));
        dropped.poll();
        dropped.cancel();

        run(writer.writeAll(buffer));

        assertEquals("hello", writer.text());
    }

    @Test
    void numbersInBothOrders() throws Exception {
        run(writer.writeByte(1));
        run(writer.writeShort(0x0203, ByteOrder.BIG_ENDIAN));
        run(writer.writeInt(0x07060504, ByteOrder.LITTLE_ENDIAN));
        run(writer.writeLong(0x08090a0b0c0d0e0fL, ByteOrder.BIG_ENDIAN));
        run(writer.writeFloat(1.5f, ByteOrder.BIG_ENDIAN));
        run(writer.writeDouble(1.5, ByteOrder.LITTLE_ENDIAN));
        assertArrayEquals(
                array(
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x3f, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf8,
                        0x3f),
                writer.written.toByteArray());
    }

    @Test
    void bufferedWritesGoTogether() throws Exception {
        var buffered = new BufWriter(writer, 8);
        run(buffered.writeAll(bytes("one ")));
        run(buffered.writeAll(bytes("two ")));
        assertEquals(0, writer.writes);
        assertEquals(8, buffered.buffered());

        run(buffered.flush());

        assertEquals("one two ", writer.text());
        assertEquals(8, writer.flushed);
        assertEquals(pace == Pace.AT_ONCE ? 1 : writer.writes, writer.writes);
    }

    @Test
    void bufferedWritesOfAllSizesStayInOrder() throws Exception {
        var buffered = new BufWriter(writer, 8);
        var expected = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String piece = Integer.toString(i).repeat(i % 13);
            expected.append(piece);
            run(buffered.writeAll(bytes(piece)));
        }

        run(buffered.shutdown());

        assertEquals(expected.toString(), writer.text());
        assertTrue(writer.isShutDown);
        assertEquals(expected.length(), writer.flushed);
    }

    @Test
    void bufferThatIsClosedLosesWhatWasNotFlushed() throws Exception {
        var buffered = new BufWriter(writer, 8);
        run(buffered.writeAll(bytes("lost")));

        buffered.close();

        assertEquals("", writer.text());
        assertTrue(writer.isClosed);
    }

    @Test
    void sinkWritesPiecesAndShutsDown() throws Exception {
        Sink<ByteBuffer> sink = writer.sink();

        run(Streams.of(bytes("one "), bytes(""), bytes("two")).forward(sink));

        assertEquals("one two", writer.text());
        assertTrue(writer.isShutDown);
        assertTrue(writer.isClosed);
    }

    @Test
    void sinkThatIsFlushedStaysOpen() throws Exception {
        Sink<ByteBuffer> sink = writer.sink();
        run(sink.send(bytes("one ")));
        assertEquals(4, writer.flushed);
        run(sink.feed(bytes("two")));
        run(sink.flush());
        assertEquals("one two", writer.text());
        assertFalse(writer.isShutDown);
    }

    @Test
    void writerToASinkSendsPieces() throws Exception {
        AsyncWrite toSink = ByteStreams.writer(writer.sink());
        run(toSink.writeAll(bytes("hello, ")));
        run(toSink.flush());
        assertEquals(7, writer.flushed);
        run(toSink.writeAll(ByteBuffer.allocate(100)));
        run(toSink.shutdown());
        assertEquals(107, writer.written.size());
        assertTrue(writer.isShutDown);
    }

    @Test
    void writerThatTakesNothingIsFoundOut() {
        AsyncWrite broken = new Broken();
        assertThrows(IOException.class, () -> run(broken.writeAll(bytes("x"))));
        assertThrows(IOException.class, () -> run(broken.writeAllVectored(bytes("x"))));
        assertThrows(IOException.class, () -> run(ByteStreams.copy(pace.reader("x"), broken)));
    }

    @Test
    void headerAndBodyGoTogetherPastABuffer() throws Exception {
        var gathered = new Gathering();
        var buffered = new BufWriter(gathered, 8);
        run(buffered.writeAll(bytes("head")));

        run(buffered.writeAll(bytes("a body that is long")));

        assertEquals(List.of("head+a body that is long"), gathered.writes);
        assertEquals(0, buffered.buffered());
    }

    /** Says that it has written, and has not. */
    private static final class Broken implements AsyncWrite {
        @Override
        public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) {
            return Poll.ready(null);
        }

        @Override
        public Poll<@Nullable Void> pollFlush(Context cx) {
            return Poll.ready(null);
        }

        @Override
        public Poll<@Nullable Void> pollShutdown(Context cx) {
            return Poll.ready(null);
        }
    }

    /** Takes several buffers at once. */
    private static final class Gathering implements AsyncWrite {
        final List<String> writes = new ArrayList<>();

        @Override
        public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) {
            return pollWriteVectored(cx, new ByteBuffer[] {buffer});
        }

        @Override
        public Poll<@Nullable Void> pollWriteVectored(Context cx, ByteBuffer[] buffers) {
            List<String> parts = new ArrayList<>();
            for (ByteBuffer buffer : buffers) {
                parts.add(Bytes.text(buffer));
                buffer.position(buffer.limit());
            }
            writes.add(String.join("+", parts));
            return Poll.ready(null);
        }

        @Override
        public Poll<@Nullable Void> pollFlush(Context cx) {
            return Poll.ready(null);
        }

        @Override
        public Poll<@Nullable Void> pollShutdown(Context cx) {
            return Poll.ready(null);
        }
    }
}
