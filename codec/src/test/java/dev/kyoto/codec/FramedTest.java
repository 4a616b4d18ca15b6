package dev.kyoto.codec;

import static dev.kyoto.codec.Pace.all;
import static dev.kyoto.codec.Pace.bytes;
import static dev.kyoto.codec.Pace.run;
import static dev.kyoto.codec.Pace.text;
import static dev.kyoto.codec.Pace.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.io.BufReader;
import dev.kyoto.io.ByteStreams;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramedTest {
    /** Numbers of four bytes; a negative one is not allowed. */
    private static final class Numbers implements Codec<Integer, Integer> {
        @Override
        public Integer decode(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() < Integer.BYTES) {
                return null;
            }
            int number = bytes.getInt();
            if (number < 0) {
                throw new MalformedFrameException("negative");
            }
            return number;
        }

        @Override
        public void encode(Integer number, OutputBuffer out) throws IOException {
            if (number < 0) {
                throw new MalformedFrameException("negative");
            }
            out.reserve(Integer.BYTES).putInt(number);
        }
    }

    private static byte[] numbers(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    @ParameterizedTest
    @EnumSource
    void framesComeWholeHoweverTheirBytesCome(Pace pace) throws Exception {
        assertEquals(List.of(1, 2, 300_000), all(new FramedRead<>(pace.reader(numbers(1, 2, 300_000)), new Numbers())));
        assertEquals(List.of(), all(new FramedRead<>(pace.reader(""), new Numbers())));
    }

    @ParameterizedTest
    @EnumSource
    void frameThatIsCutOffIsAFailureThatTellsHowMuchIsLeft(Pace pace) throws Exception {
        var stream = new FramedRead<>(pace.reader(array(numbers(7), 3)), new Numbers());
        assertEquals(7, run(stream.next()));

        var failure = assertThrows(EOFException.class, () -> run(stream.next()));

        assertTrue(failure.getMessage().contains("3 bytes are left"), failure.getMessage());
        assertNull(run(stream.next()));
    }

    private static byte[] array(byte[] bytes, int more) {
        return Arrays.copyOf(bytes, bytes.length + more);
    }

    @ParameterizedTest
    @EnumSource
    void malformedFrameIsTheEndOfTheStream(Pace pace) throws Exception {
        var stream = new FramedRead<>(pace.reader(numbers(1, -2, 3)), new Numbers());
        assertEquals(1, run(stream.next()));
        assertThrows(MalformedFrameException.class, () -> run(stream.next()));
        assertNull(run(stream.next()));
        assertNull(run(stream.next()));
    }

    @Test
    void nextThatIsDroppedHalfWayLosesNothing() throws Exception {
        var pipe = ByteStreams.duplex(64);
        var stream = new FramedRead<>(pipe.second(), new Numbers());
        run(pipe.first().writeAll(ByteBuffer.wrap(numbers(77), 0, 3)));
        var dropped = PolledByHand.of(stream.next());
        assertTrue(dropped.poll().isPending());
        dropped.cancel();
        run(pipe.first().writeAll(ByteBuffer.wrap(numbers(77), 3, 1)));

        assertEquals(77, run(stream.next()));
    }

    @Test
    void decoderIsNotAskedBeforeItHasWhatItNeeds() throws Exception {
        List<Integer> asked = new ArrayList<>();
        var stream = new FramedRead<>(Pace.BYTE_BY_BYTE.reader("0123456789"), new Decoder<String>() {
            @Override
            public String decode(ByteBuffer bytes) {
                asked.add(bytes.remaining());
                return bytes.remaining() < 10
                        ? null
                        : text(bytes.position(bytes.limit()).flip());
            }

            @Override
            public int needed(int available) {
                return 10;
            }
        });

        assertEquals("0123456789", run(stream.next()));

        assertEquals(List.of(1, 10), asked);
    }

    @Test
    void bytesAreBigEndianAlsoAfterADecoderHasChangedThat() throws Exception {
        Decoder<Integer> decoder = bytes -> {
            if (bytes.remaining() < Integer.BYTES) {
                return null;
            }
            assertEquals(ByteOrder.BIG_ENDIAN, bytes.order());
            return bytes.order(ByteOrder.LITTLE_ENDIAN).getInt();
        };
        assertEquals(
                List.of(0x01000000, 0x02000000), all(new FramedRead<>(Pace.AT_ONCE.reader(numbers(1, 2)), decoder)));
    }

    @Test
    void mappedDecoderAndEncoder() throws Exception {
        Decoder<String> decoder = new Numbers().map(number -> "no. " + number);
        assertEquals(List.of("no. 1"), all(new FramedRead<>(Pace.AT_ONCE.reader(numbers(1)), decoder)));
        Encoder<String> encoder = new Numbers().contramap(String::length);
        assertEquals(ByteBuffer.wrap(numbers(3)), Pace.encoded(encoder, "abc"));
        var both = Codec.of(decoder, encoder);
        assertEquals(ByteBuffer.wrap(numbers(3)), Pace.encoded(both, "abc"));
        assertEquals(List.of("no. 1"), all(new FramedRead<>(Pace.BYTE_BY_BYTE.reader(numbers(1)), both)));
    }

    @Test
    void framesThatAreFedWaitForAFlush() throws Exception {
        var pipe = ByteStreams.duplex(64);
        var sink = new FramedWrite<>(pipe.first(), new Numbers());
        run(sink.feed(1));
        run(sink.feed(2));
        assertTrue(PolledByHand.of(pipe.second().read(ByteBuffer.allocate(1)))
                .poll()
                .isPending());

        run(sink.flush());

        var stream = new FramedRead<>(pipe.second(), new Numbers());
        assertEquals(1, run(stream.next()));
        assertEquals(2, run(stream.next()));
    }

    @Test
    void senderWaitsFromTheBoundaryOn() throws Exception {
        var pipe = ByteStreams.duplex(4);
        var sink = new FramedWrite<>(pipe.first(), new BytesCodec());
        run(sink.feed(ByteBuffer.allocate(FramedWrite.BACKPRESSURE_BOUNDARY - 1)));
        run(sink.feed(ByteBuffer.allocate(1)));

        var waiting = PolledByHand.of(sink.feed(bytes("x")));
        assertTrue(waiting.poll().isPending());

        run(pipe.second().read(ByteBuffer.allocate(1)));
        assertTrue(waiting.poll().isReady(), "fewer wait now");
    }

    @Test
    void frameThatCannotBeSentEndsTheSink() throws Exception {
        var pipe = ByteStreams.duplex(64);
        var sink = new FramedWrite<>(pipe.first(), new Numbers());
        assertThrows(MalformedFrameException.class, () -> run(sink.send(-1)));
        assertThrows(IllegalStateException.class, () -> run(sink.send(1)));
    }

    @Test
    void oneCanSendAfterTheOtherSideHasEndedAndReceiveAfterTheOwnEnd() throws Exception {
        var pipe = ByteStreams.duplex(64);
        var client = new Framed<>(pipe.first(), new LinesCodec());
        var server = new Framed<>(pipe.second(), new LinesCodec());
        run(client.send("question"));
        run(client.finish());

        assertEquals("question", run(server.next()));
        assertNull(run(server.next()));
        run(server.send("answer"));
        run(server.finish());

        assertEquals("answer", run(client.next()));
        assertNull(run(client.next()));
        client.close();
        server.close();
    }

    @Test
    void halvesGoToWhatConsumesAStreamOrASink() throws Exception {
        var pipe = ByteStreams.duplex(64);
        FramedHalves<String, String> server = new Framed<>(pipe.second(), new LinesCodec()).split();
        run(Streams.of("a", "b")
                .forward(new Framed<>(pipe.first(), new LinesCodec()).split().sink()));

        run(server.stream().map(line -> line + "!").forward(server.sink()));

        assertEquals("a!\nb!\n", run(pipe.first().readToString(UTF_8, 100)));
        assertThrows(IOException.class, () -> run(pipe.first().writeAll(bytes("x"))), "both halves are closed");
    }

    @Test
    void connectionGoesOnInAnotherProtocolWithWhatHasArrivedAndWhatWaits() throws Exception {
        var pipe = ByteStreams.duplex(64);
        run(pipe.first().writeAll(bytes("upgrade\n\0\0\0\2hi")));
        var lines = new Framed<>(pipe.second(), new LinesCodec());
        assertEquals("upgrade", run(lines.next()));
        run(lines.feed("yes"));

        FramedParts parts = lines.intoParts();
        assertEquals("yes\n", text(parts.unwritten()));
        var frames = new Framed<>(parts, new LengthDelimitedCodec());

        assertEquals("hi", text(run(frames.next())));
        run(pipe.first().writeAll(bytes("\0\0\0\3you")));
        assertEquals("you", text(run(frames.next())));
        run(frames.send(bytes("ok")));
        frames.close();
        assertEquals("yes\n\0\0\0\2ok", run(pipe.first().readToString(UTF_8, 100)));
        assertThrows(IllegalStateException.class, () -> run(lines.next()));
    }

    @Test
    void readerWithABufferIsReadFromThat() throws Exception {
        var reader = new BufReader(Pace.AT_ONCE.reader("GET\none\ntwo\n"));
        assertEquals("GET", run(reader.readLine()));
        assertEquals(List.of("one", "two"), all(new FramedRead<>(reader, new LinesCodec())));
    }

    @Test
    void bytesComeAsTheyAre() throws Exception {
        assertEquals(
                List.of("abc", "de"),
                texts(all(new FramedRead<>(Pace.PENDING_BEFORE_EACH_THREE.reader("abcde"), new BytesCodec()))));
        ByteBuffer frame = bytes("abc");
        assertEquals(bytes("abcabc"), Pace.encoded(new BytesCodec(), frame, frame));
    }

    @Test
    void outputBufferKeepsItsBytesWhileItGrowsAndMoves() throws Exception {
        var out = new OutputBuffer();
        var expected = new ByteArrayOutput();
        var sent = new ByteArrayOutput();
        for (int i = 0; i < 2000; i++) {
            byte[] piece = ("piece " + i + ";").repeat(i % 37).getBytes(UTF_8);
            out.put(ByteBuffer.wrap(piece));
            expected.write(piece, piece.length);
            ByteBuffer unsent = out.unsent();
            byte[] part = new byte[unsent.remaining() * (i % 5) / 4];
            unsent.get(part);
            sent.write(part, part.length);
            out.sent(part.length);
            assertEquals(expected.size() - sent.size(), out.size());
        }
        byte[] rest = new byte[out.size()];
        out.unsent().get(rest);
        sent.write(rest, rest.length);
        assertEquals(expected.toString(UTF_8), sent.toString(UTF_8));
        assertThrows(IllegalArgumentException.class, () -> out.reserve(-1));
    }

    private static final class ByteArrayOutput extends ByteArrayOutputStream {
        void write(byte[] bytes, int length) {
            write(bytes, 0, length);
        }
    }
}
