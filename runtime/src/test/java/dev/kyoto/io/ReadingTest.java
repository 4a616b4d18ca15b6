package dev.kyoto.io;

import static dev.kyoto.io.Bytes.all;
import static dev.kyoto.io.Bytes.array;
import static dev.kyoto.io.Bytes.run;
import static dev.kyoto.io.Bytes.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every reader can do, whatever the pieces in which its bytes come. */
@ParameterizedClass
@EnumSource(Pace.class)
class ReadingTest {
    @Parameter
    Pace pace;

    @Test
    void readTellsHowManyItReadAndTheEndEveryTime() throws Exception {
        AsyncRead reader = pace.reader("ab");
        var buffer = ByteBuffer.allocate(8);

        int count = 0;
        for (int read = run(reader.read(buffer)); read > 0; read = run(reader.read(buffer))) {
            count += read;
        }

        assertEquals(2, count);
        assertEquals("ab", written(buffer));
        assertEquals(-1, run(reader.read(buffer)));
    }

    @Test
    void bufferWithoutRoomIsRefused() {
        AsyncRead reader = pace.reader("ab");

        var refused = assertThrows(IllegalArgumentException.class, () -> reader.read(ByteBuffer.allocate(0)));

        assertTrue(refused.getMessage().contains("clear()"), refused.getMessage());
    }

    @Test
    void readExactFillsTheBufferAndLeavesTheRest() throws Exception {
        AsyncRead reader = pace.reader("hello, world");
        var buffer = ByteBuffer.allocate(5);

        run(reader.readExact(buffer));

        assertEquals("hello", written(buffer));
        assertEquals(", world", run(reader.readToString(UTF_8, 100)));
    }

    @Test
    void endBeforeTheBufferIsFullIsAFailureThatTellsHowMuchThereWas() {
        AsyncRead reader = pace.reader("hel");
        var buffer = ByteBuffer.allocate(5);

        var failure = assertThrows(EOFException.class, () -> run(reader.readExact(buffer)));

        assertTrue(failure.getMessage().contains("3 of 5"), failure.getMessage());
        assertEquals("hel", written(buffer));
    }

    @Test
    void readExactMadeAgainWithTheSameBufferGoesOn() throws Exception {
        AsyncRead reader = pace.reader("hello, world");
        var buffer = ByteBuffer.allocate(5);
        var dropped = PolledByHand.of(reader.readExact(buffer));
        for (int polls = 0; polls < 3 && buffer.hasRemaining(); polls++) {
            dropped.poll();
        }
        dropped.cancel();

        run(reader.readExact(buffer));

        assertEquals("hello", written(buffer));
        assertEquals(", world", run(reader.readToString(UTF_8, 100)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5000})
    void readToEndReadsAllThatTheLimitAllows(int size) throws Exception {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }

        assertArrayEquals(bytes, run(pace.reader(bytes).readToEnd(size)));
        assertArrayEquals(bytes, run(pace.reader(bytes).readToEnd(Integer.MAX_VALUE)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1024, 5000})
    void readToEndOfMoreThanTheLimitFails(int size) {
        AsyncRead reader = pace.reader(new byte[size]);

        var failure = assertThrows(LimitExceededException.class, () -> run(reader.readToEnd(size - 1)));

        assertEquals(size - 1, failure.limit());
    }

    @Test
    void negativeLimitIsRefused() {
        AsyncRead reader = pace.reader("");
        assertThrows(IllegalArgumentException.class, () -> reader.readToEnd(-1));
        assertThrows(IllegalArgumentException.class, () -> reader.take(-1));
        assertThrows(IllegalArgumentException.class, () -> reader.chunks(0));
    }

    @Test
    void readToStringOfWhatIsNoTextFails() throws Exception {
        assertEquals("grün", run(pace.reader("grün").readToString(UTF_8, 5)));

        var failure = assertThrows(
                CharacterCodingException.class,
                () -> run(pace.reader(array('a', 'b', 0xff)).readToString(UTF_8, 5)));

        assertTrue(failure.getMessage().contains("Byte 2"), failure.getMessage());
    }

    @Test
    void numbersInBothOrders() throws Exception {
        byte[] bytes = array(1, 2, 3, 4, 5, 6, 7, 8);
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer expected = ByteBuffer.wrap(bytes).order(order);
            assertEquals((byte) 1, run(pace.reader(bytes).readByte()));
            assertEquals(expected.getShort(0), run(pace.reader(bytes).readShort(order)));
            assertEquals(expected.getInt(0), run(pace.reader(bytes).readInt(order)));
            assertEquals(expected.getLong(0), run(pace.reader(bytes).readLong(order)));
            assertEquals(expected.getFloat(0), run(pace.reader(bytes).readFloat(order)));
            assertEquals(expected.getDouble(0), run(pace.reader(bytes).readDouble(order)));

            assertEquals(expected.getShort(0), run(buffered(bytes).readShort(order)));
            assertEquals(expected.getInt(0), run(buffered(bytes).readInt(order)));
            assertEquals(expected.getLong(0), run(buffered(bytes).readLong(order)));
            assertEquals(expected.getFloat(0), run(buffered(bytes).readFloat(order)));
            assertEquals(expected.getDouble(0), run(buffered(bytes).readDouble(order)));
        }
    }

    @Test
    void endWithinANumberIsAFailureWithAndWithoutABuffer() {
        byte[] bytes = array(1, 2, 3);

        assertThrows(EOFException.class, () -> run(pace.reader(bytes).readInt(ByteOrder.BIG_ENDIAN)));
        assertThrows(EOFException.class, () -> run(buffered(bytes).readInt(ByteOrder.BIG_ENDIAN)));
        assertThrows(EOFException.class, () -> run(pace.reader("").readByte()));
    }

    @Test
    void numberThatIsDroppedHalfWayStaysInTheBuffer() throws Exception {
        BufReader reader = buffered(array(0, 0, 1, 2));
        var dropped = PolledByHand.of(reader.readInt(ByteOrder.BIG_ENDIAN));
        dropped.poll();
        dropped.cancel();

        boolean wasReady = pace == Pace.AT_ONCE || pace == Pace.BYTE_BY_BYTE;
        assertEquals(wasReady ? 0 : 4, run(reader.readToEnd(10)).length);
    }

    @Test
    void takeEndsAtItsLimitAndReadsNoByteBeyond() throws Exception {
        AsyncRead reader = pace.reader("header body");

        assertEquals("header", run(reader.take(6).readToString(UTF_8, 100)));
        assertEquals(" body", run(reader.take(1000).readToString(UTF_8, 100)));
        assertEquals("", run(reader.take(0).readToString(UTF_8, 100)));
    }

    @Test
    void takeOfABufferedReaderShowsNoByteBeyondItsLimit() throws Exception {
        BufReader reader = new BufReader(pace.reader("one\ntwo\nthree"));

        AsyncBufRead part = reader.take(6);

        assertEquals("one", run(part.readLine()));
        assertThrows(IllegalArgumentException.class, () -> part.consume(3));
        assertEquals("tw", run(part.readLine()));
        assertEquals(null, run(part.readLine()));
        assertEquals("o", run(reader.readLine()));
        assertEquals("three", run(reader.readLine()));
    }

    @Test
    void chainReadsOneAfterTheOtherAndClosesTheFirstAtItsEnd() throws Exception {
        var first = new ClosingReader(pace.reader("one "));
        var second = new ClosingReader(pace.reader("two"));

        AsyncRead both = first.chain(second);

        assertEquals("one two", run(both.readToString(UTF_8, 100)));
        assertTrue(first.isClosed);
        both.close();
        assertTrue(second.isClosed);
    }

    @Test
    void chunksYieldEverythingInBuffersOfTheirOwn() throws Exception {
        var source = new ClosingReader(pace.reader("hello, world"));

        List<ByteBuffer> chunks = all(source.chunks(4));

        assertEquals(
                "hello, world", String.join("", chunks.stream().map(Bytes::text).toList()));
        assertTrue(chunks.stream().allMatch(chunk -> chunk.remaining() <= 4));
        assertTrue(source.isClosed);
    }

    @Test
    void readerOfAStreamOfPiecesReadsThemOneAfterTheOther() throws Exception {
        AsyncRead reader = ByteStreams.reader(pace.reader("hello, world").chunks(5));
        assertEquals("hello, world", run(reader.readToString(UTF_8, 100)));
        assertEquals(-1, run(reader.read(ByteBuffer.allocate(1))));
    }

    private BufReader buffered(byte[] bytes) {
        return new BufReader(pace.reader(bytes), 2);
    }

    static final class ClosingReader implements AsyncRead {
        private final AsyncRead reader;
        boolean isClosed;

        ClosingReader(AsyncRead reader) {
            this.reader = reader;
        }

        @Override
        public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
            return reader.pollRead(cx, buffer);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
