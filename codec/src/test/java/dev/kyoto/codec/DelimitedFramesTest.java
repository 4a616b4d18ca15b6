package dev.kyoto.codec;

import static dev.kyoto.codec.Pace.all;
import static dev.kyoto.codec.Pace.array;
import static dev.kyoto.codec.Pace.bytes;
import static dev.kyoto.codec.Pace.encoded;
import static dev.kyoto.codec.Pace.run;
import static dev.kyoto.codec.Pace.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.io.BufReader;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.LimitExceededException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines, and what ends with other bytes. */
@ParameterizedClass
@EnumSource(Pace.class)
class DelimitedFramesTest {
    @Parameter
    Pace pace;

    private final List<Long> skipped = new ArrayList<>();

    private List<String> lines(LinesCodec codec, String text) throws Exception {
        return all(new FramedRead<>(pace.reader(text), codec));
    }

    @Test
    void linesEndWithALineFeedOrWithTheText() throws Exception {
        assertEquals(List.of("one", "", "zwölf\r!", "last"), lines(new LinesCodec(), "one\r\n\nzwölf\r!\nlast\r"));
        assertEquals(List.of(), lines(new LinesCodec(), ""));
        assertEquals(List.of(""), lines(new LinesCodec(), "\n"));
        assertEquals(bytes("one\n\nzwölf\n"), encoded(new LinesCodec(), "one", "", "zwölf"));
    }

    @Test
    void lineThatIsTooLongIsAFailureAndTheEndOfTheStream() throws Exception {
        assertEquals(List.of("12345"), lines(new LinesCodec(5), "12345\n"));
        assertEquals(List.of("12345"), lines(new LinesCodec(5), "12345"));
        var stream = new FramedRead<>(pace.reader("one\n123456\ntwo\n"), new LinesCodec(5));
        assertEquals("one", run(stream.next()));

        var failure = assertThrows(LimitExceededException.class, () -> run(stream.next()));

        assertEquals(5, failure.limit());
        assertNull(run(stream.next()));
        assertThrows(LimitExceededException.class, () -> lines(new LinesCodec(5), "123456"));
    }

    @Test
    void decoderGoesOnBehindALineThatWasTooLong() throws Exception {
        var decoder = new LinesCodec(5);
        var bytes = bytes("1234567").asReadOnlyBuffer();
        assertThrows(LimitExceededException.class, () -> decoder.decode(bytes));
        assertEquals(0, bytes.remaining());
        assertNull(decoder.decode(bytes("89")));
        assertEquals("two", decoder.decode(bytes("\ntwo\n")));
    }

    @Test
    void linesThatAreTooLongCanBeLeftOut() throws Exception {
        LinesCodec codec = new LinesCodec(5).skippingTooLong(tooLong -> skipped.add(tooLong.limit()));
        assertEquals(List.of("one", "12345", "two"), lines(codec, "one\n123456\n12345\n12345678901234567890\ntwo\n"));
        assertEquals(List.of(5L, 5L), skipped);
        assertEquals(List.of("one"), lines(codec, "one\n123456"));
    }

    @Test
    void lineWithoutEndIsNotCollected() throws Exception {
        var reader = new BufReader(ByteStreams.repeat((byte) 'x').take(1 << 20), 16);
        var stream = new FramedRead<>(reader, new LinesCodec(100).skippingTooLong(tooLong -> {
                    assertTrue(reader.buffered() <= 256, "kept " + reader.buffered());
                    skipped.add(tooLong.limit());
                }));

        assertNull(run(stream.next()));

        assertEquals(List.of(100L), skipped);
    }

    @Test
    void lineThatIsNoTextIsMalformed() {
        var stream = new FramedRead<>(pace.reader(array('a', 0xff, '\n')), new LinesCodec());
        var failure = assertThrows(MalformedFrameException.class, () -> run(stream.next()));
        assertTrue(failure.getMessage().contains("Byte 1"), failure.getMessage());
    }

    @Test
    void anyOfSomeBytesEndsAFrame() throws Exception {
        var codec = new AnyDelimiterCodec(array(',', ';'), array(';', '\n'), 5);
        assertEquals(List.of("a", "", "bcd", "e"), texts(all(new FramedRead<>(pace.reader("a,;bcd;e"), codec))));
        assertEquals(bytes("a;\nb;\n"), encoded(codec, bytes("a"), bytes("b")));
        assertThrows(LimitExceededException.class, () -> all(new FramedRead<>(pace.reader("123456,"), codec)));
        assertEquals(
                List.of("7"),
                texts(all(new FramedRead<>(
                        pace.reader("123456,7"), codec.skippingTooLong(tooLong -> skipped.add(tooLong.limit()))))));
        assertEquals(List.of(5L), skipped);
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LinesCodec(-1));
        assertThrows(IllegalArgumentException.class, () -> new AnyDelimiterCodec(new byte[0], ";".getBytes(UTF_8)));
    }
}
