package dev.kyoto.io;

import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static dev.kyoto.io.Bytes.text;
import static dev.kyoto.io.Bytes.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Stream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads and writes that would succeed at their next poll, and are dropped before. */
class DroppedWhenReadyTest {
    private final Duplex pipe = ByteStreams.duplex(8);

    /** Polled once, so that it waits for what is to come. */
    private static <T> PolledByHand<T> waiting(Future<T> future) throws Exception {
        PolledByHand<T> waiting = PolledByHand.of(future);
        assertTrue(waiting.pollUntilIdle().isPending());
        return waiting;
    }

    static java.util.stream.Stream<Arguments> safeReads() {
        return java.util.stream.Stream.of(
                reading("read", reader -> reader.read(ByteBuffer.allocate(8))),
                reading("readByte", AsyncRead::readByte),
                reading("fill", AsyncBufRead::fill),
                reading("fill several", reader -> reader.fill(4)),
                reading("readLine", AsyncBufRead::readLine),
                reading("readLine within a limit", reader -> reader.readLine(UTF_8, 100)),
                reading("readUntil", reader -> reader.readUntil((byte) '\n', 100)),
                reading("readShort", reader -> reader.readShort(ByteOrder.BIG_ENDIAN)),
                reading("readInt", reader -> reader.readInt(ByteOrder.BIG_ENDIAN)),
                reading("readLong", reader -> reader.readLong(ByteOrder.BIG_ENDIAN)),
                reading("readFloat", reader -> reader.readFloat(ByteOrder.BIG_ENDIAN)),
                reading("readDouble", reader -> reader.readDouble(ByteOrder.BIG_ENDIAN)));
    }

    private static Arguments reading(String name, Function<AsyncBufRead, Future<?>> read) {
        return Arguments.of(name, read);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("safeReads")
    void bytesStayInABufferedReader(String name, Function<AsyncBufRead, Future<?>> read) throws Exception {
        var reader = new BufReader(pipe.second());
        var waiting = waiting(read.apply(reader));
        run(pipe.first().writeAll(bytes("seven.\n")));
        assertTrue(waiting.wakes() > 0);

        waiting.cancel();

        run(pipe.first().shutdown());
        assertEquals("seven.\n", run(reader.readToString(UTF_8, 100)));
    }

    /** What was read before the drop is lost, and no more than that. */
    @Test
    void readsOfManyBytesLoseThoseThatTheyHaveRead() throws Exception {
        var buffer = ByteBuffer.allocate(6);
        var exact = waiting(pipe.second().readExact(buffer));
        run(pipe.first().writeAll(bytes("abc")));
        assertTrue(exact.poll().isPending());
        run(pipe.first().writeAll(bytes("def")));
        exact.cancel();
        assertEquals("abc", written(buffer), "the buffer has them");
        run(pipe.second().readExact(ByteBuffer.allocate(3)));

        for (var read : new Future<?>[] {
            pipe.second().readToEnd(100),
            pipe.second().readToString(UTF_8, 100),
            pipe.second().readInt(ByteOrder.BIG_ENDIAN)
        }) {
            var waiting = waiting(read);
            run(pipe.first().writeAll(bytes("1")));
            assertTrue(waiting.poll().isPending());
            run(pipe.first().writeAll(bytes("2")));
            waiting.cancel();
            assertEquals((byte) '2', run(pipe.second().readByte()));
        }
    }

    static java.util.stream.Stream<Arguments> streams() {
        return java.util.stream.Stream.of(
                Arguments.of("chunks", (Function<AsyncBufRead, Stream<?>>) reader -> reader.chunks(100), "ab\n"),
                Arguments.of("lines", (Function<AsyncBufRead, Stream<?>>) AsyncBufRead::lines, "ab"),
                Arguments.of(
                        "split", (Function<AsyncBufRead, Stream<?>>) reader -> reader.split((byte) '\n', 9), "ab"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void elementMadeOfBytesIsReadByTheNext(String name, Function<AsyncBufRead, Stream<?>> of, String expected)
            throws Exception {
        Stream<?> stream = of.apply(new BufReader(pipe.second()));
        var next = waiting(stream.next());
        run(pipe.first().writeAll(bytes("ab\n")));

        next.cancel();

        Object element = run(stream.next());
        assertEquals(
                expected,
                element instanceof ByteBuffer buffer
                        ? text(buffer)
                        : element instanceof byte[] array ? text(array) : element);
    }

    @Test
    void writeThatThereIsRoomForWritesNothing() throws Exception {
        run(pipe.first().writeAll(bytes("full....")));
        var buffer = bytes("dropped");
        var writing = waiting(pipe.first().write(buffer));
        run(pipe.second().readExact(ByteBuffer.allocate(8)));
        assertTrue(writing.wakes() > 0);

        writing.cancel();

        assertEquals(0, buffer.position());
        run(pipe.first().writeAll(bytes("sent")));
        run(pipe.first().shutdown());
        assertEquals("sent", run(pipe.second().readToString(UTF_8, 100)));
    }

    @Test
    void positionsTellHowMuchOfAllWasWritten() throws Exception {
        var one = bytes("0123456789");
        var writing = waiting(pipe.first().writeAll(one));
        run(pipe.second().readExact(ByteBuffer.allocate(8)));
        writing.cancel();
        assertEquals(8, one.position());

        var two = new ByteBuffer[] {bytes("0123456"), bytes("789")};
        var both = waiting(pipe.first().writeAllVectored(two));
        run(pipe.second().readExact(ByteBuffer.allocate(8)));
        both.cancel();
        assertEquals(7, two[0].position());
        assertEquals(1, two[1].position());
    }

    @Test
    void numberOfWhichAPartWasWrittenIsNotTakenBack() throws Exception {
        run(pipe.first().writeAll(bytes("1234567")));
        var writing = waiting(pipe.first().writeInt(0x61626364, ByteOrder.BIG_ENDIAN));
        run(pipe.second().readExact(ByteBuffer.allocate(7)));
        writing.cancel();
        run(pipe.first().shutdown());
        assertEquals("a", run(pipe.second().readToString(UTF_8, 100)));
    }

    @Test
    void whatIsToBeFlushedStaysForTheNextFlushAndShutdown() throws Exception {
        var writer = new BufWriter(pipe.first());
        run(writer.writeAll(bytes("0123456789")));
        var flushing = waiting(writer.flush());
        run(pipe.second().readExact(ByteBuffer.allocate(8)));
        flushing.cancel();
        run(writer.writeAll(bytes("abcdefghi")));
        var ending = waiting(writer.shutdown());
        run(pipe.second().readExact(ByteBuffer.allocate(8)));
        ending.cancel();
        run(writer.shutdown());
        assertEquals("ghi", run(pipe.second().readToString(UTF_8, 100)));
    }

    @Test
    void copyLosesWhatItHasReadAndNotWritten() throws Exception {
        var target = ByteStreams.simplex(2);
        run(pipe.first().writeAll(bytes("12345")));
        var copying = waiting(ByteStreams.copy(pipe.second(), target.writer()));
        run(pipe.first().writeAll(bytes("67")));

        copying.cancel();

        target.writer().close();
        assertEquals("12", run(target.reader().readToString(UTF_8, 100)));
        run(pipe.first().shutdown());
        assertEquals("67", run(pipe.second().readToString(UTF_8, 100)));
    }

    @Test
    void copyingBothWaysLosesLikewiseAndClosesNeither() throws Exception {
        var other = ByteStreams.duplex(2);
        run(pipe.first().writeAll(bytes("12345")));
        var copying = waiting(ByteStreams.copyBidirectional(pipe.second(), other.first()));
        run(pipe.first().writeAll(bytes("67")));

        copying.cancel();

        run(pipe.first().writeAll(bytes("8")));
        assertEquals((byte) '6', run(pipe.second().readByte()));
        assertEquals((byte) '1', run(other.second().readByte()));
        run(other.first().writeAll(bytes("x")));
    }

    @Test
    void seekThatWasDroppedBeforeItsPollMovesNothing() throws Exception {
        var reader = new MemoryReader("abc".getBytes(UTF_8));
        reader.seek(AsyncSeek.From.START, 2).cancel();
        assertEquals((byte) 'a', run(reader.readByte()));
    }
}
