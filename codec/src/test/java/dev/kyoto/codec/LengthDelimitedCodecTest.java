package dev.kyoto.codec;

import static dev.kyoto.codec.Pace.all;
import static dev.kyoto.codec.Pace.array;
import static dev.kyoto.codec.Pace.bytes;
import static dev.kyoto.codec.Pace.encoded;
import static dev.kyoto.codec.Pace.run;
import static dev.kyoto.codec.Pace.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.io.LimitExceededException;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Pace.class)
class LengthDelimitedCodecTest {
    @Parameter
    Pace pace;

    private List<String> decoded(LengthDelimitedCodec.Builder codec, int... bytes) throws Exception {
        return texts(all(new FramedRead<>(pace.reader(array(bytes)), codec.build())));
    }

    private static LengthDelimitedCodec.Builder codec() {
        return LengthDelimitedCodec.builder();
    }

    @Test
    void fourBytesBigEndianUnlessToldOtherwise() throws Exception {
        assertEquals(List.of("abc", "", "d"), decoded(codec(), 0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0, 0, 0, 0, 1, 'd'));
        assertEquals(
                ByteBuffer.wrap(array(0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0)),
                encoded(new LengthDelimitedCodec(), bytes("abc"), bytes("")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyLengthOfTheFieldInBothOrdersGoesThereAndBack(int fieldLength) throws Exception {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            var codec = codec().lengthFieldLength(fieldLength).byteOrder(order).build();
            String frame = "x".repeat(200);

            ByteBuffer bytes = encoded(codec, bytes(frame), bytes("y"));

            assertEquals(2 * fieldLength + 201, bytes.remaining());
            int lowest = order == ByteOrder.BIG_ENDIAN ? fieldLength - 1 : 0;
            assertEquals((byte) 200, bytes.get(lowest));
            assertEquals(List.of(frame, "y"), texts(all(new FramedRead<>(pace.reader(bytes.array()), codec))));
        }
    }

    @Test
    void headerBeforeAndBehindTheLengthIsSkipped() throws Exception {
        assertEquals(
                List.of("ab", "c"),
                decoded(
                        codec().lengthFieldOffset(1).lengthFieldLength(2).skip(5),
                        9,
                        0,
                        2,
                        8,
                        7,
                        'a',
                        'b',
                        9,
                        0,
                        1,
                        8,
                        7,
                        'c'));
    }

    @Test
    void lengthThatCountsTheHeaderIsAdjusted() throws Exception {
        var codec = codec().lengthFieldLength(2).lengthAdjustment(-2);
        assertEquals(List.of("abc"), decoded(codec, 0, 5, 'a', 'b', 'c'));
        assertEquals(ByteBuffer.wrap(array(0, 5, 'a', 'b', 'c')), encoded(codec.build(), bytes("abc")));
    }

    @Test
    void headerThatIsKeptIsPartOfTheFrame() throws Exception {
        var codec = codec().lengthFieldOffset(1)
                .lengthFieldLength(1)
                .lengthAdjustment(2)
                .skip(0);
        assertEquals(List.of("X\3abc"), decoded(codec, 'X', 3, 'a', 'b', 'c'));
    }

    @Test
    void frameThatIsTooLongIsRefusedByItsHeaderAlone() throws Exception {
        assertEquals(List.of("abc"), decoded(codec().maxFrameLength(3), 0, 0, 0, 3, 'a', 'b', 'c'));

        var failure = assertThrows(LimitExceededException.class, () -> decoded(codec().maxFrameLength(3), 0, 0, 0, 4));

        assertEquals(3, failure.limit());
        assertThrows(LimitExceededException.class, () -> decoded(codec(), -1, -1, -1, -1));
        assertThrows(
                LimitExceededException.class,
                () -> decoded(codec().lengthFieldLength(8), -1, -1, -1, -1, -1, -1, -1, -1));
    }

    @Test
    void frameThatIsTooLongIsNotSent() {
        assertThrows(
                LimitExceededException.class,
                () -> encoded(codec().maxFrameLength(2).build(), bytes("abc")));
        assertEquals(255, codec().lengthFieldLength(1).build().maxFrameLength());
        assertThrows(
                LimitExceededException.class,
                () -> encoded(codec().lengthFieldLength(1).build(), ByteBuffer.allocate(256)));
    }

    @Test
    void lengthThatTheAdjustmentMakesNonsenseIsMalformed() {
        assertThrows(
                MalformedFrameException.class, () -> decoded(codec().lengthAdjustment(-5), 0, 0, 0, 4, 1, 2, 3, 4));
        assertThrows(
                MalformedFrameException.class,
                () -> encoded(codec().lengthAdjustment(5).build(), bytes("abc")));
        assertThrows(
                MalformedFrameException.class,
                () -> encoded(
                        codec().lengthFieldLength(1).lengthAdjustment(-100).build(), ByteBuffer.allocate(200)));
    }

    @Test
    void endWithinHeaderOrFrameIsAFailure() {
        assertThrows(EOFException.class, () -> decoded(codec(), 0, 0, 0));
        var failure = assertThrows(EOFException.class, () -> decoded(codec(), 0, 0, 0, 3, 'a', 'b'));
        assertTrue(failure.getMessage().contains("6 bytes"), failure.getMessage());
    }

    @Test
    void endBehindAHeaderIsAFailureToo() {
        assertThrows(EOFException.class, () -> decoded(codec(), 0, 0, 0, 3));
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> codec().lengthFieldLength(0));
        assertThrows(IllegalArgumentException.class, () -> codec().lengthFieldLength(9));
        assertThrows(IllegalArgumentException.class, () -> codec().lengthFieldOffset(-1));
        assertThrows(IllegalArgumentException.class, () -> codec().skip(-1));
        assertThrows(IllegalArgumentException.class, () -> codec().maxFrameLength(-1));
    }

    @Test
    void frameOfMegabytesComesWhole() throws Exception {
        byte[] frame = new byte[3 << 20];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) (i * 31 >> 5);
        }
        ByteBuffer bytes = ByteBuffer.allocate(frame.length + 4);
        bytes.putInt(frame.length).put(frame);

        assertEquals(
                List.of(ByteBuffer.wrap(frame)),
                all(new FramedRead<>(pace.reader(bytes.array()), new LengthDelimitedCodec())));
        assertEquals(
                ByteBuffer.wrap(frame),
                run(new FramedRead<>(pace.reader(bytes.array()), new LengthDelimitedCodec()).next()));
    }
}
