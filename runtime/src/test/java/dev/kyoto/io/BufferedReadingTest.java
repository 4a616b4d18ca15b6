package dev.kyoto.io;

import static dev.kyoto.io.Bytes.all;
import static dev.kyoto.io.Bytes.array;
import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static dev.kyoto.io.Bytes.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at bytes before taking them: lines, pieces, and what a drop leaves. */
@ParameterizedClass
@EnumSource(Pace.class)
class BufferedReadingTest {
    @Parameter
    Pace pace;

    private BufReader reader(String text) {
        return new BufReader(pace.reader(text), 4);
    }

    @Test
    void linesEndWithALineFeedOrWithTheTextAndHaveNoCarriageReturn() throws Exception {
        assertEquals(
                List.of("one", "", "two and a half", "three\r!", "four\r"),
                all(reader("one\n\r\ntwo and a half\r\nthree\r!\nfour\r").lines()));
        assertEquals(List.of("one"), all(reader("one\n").lines()));
        assertEquals(List.of(), all(reader("").lines()));
    }

    @Test
    void readLineYieldsNullAtTheEndEveryTime() throws Exception {
        BufReader reader = reader("a\nb");
        assertEquals("a", run(reader.readLine()));
        assertEquals("b", run(reader.readLine()));
        assertNull(run(reader.readLine()));
        assertNull(run(reader.readLine()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 20})
    void lineThatIsDroppedHalfWayIsReadWhole(int polls) throws Exception {
        BufReader reader = reader("a longer line\nnext");
        var dropped = PolledByHand.of(reader.readLine());
        boolean ready = false;
        for (int i = 0; i < polls && !ready; i++) {
            ready = dropped.poll().isReady();
        }
        dropped.cancel();

        assertEquals(ready ? "next" : "a longer line", run(reader.readLine()));
    }

    @Test
    void lineAsLongAsTheLimitIsReadAndOneThatIsLongerStaysUnread() throws Exception {
        assertEquals("12345", run(reader("12345\n").readLine(UTF_8, 5)));
        assertEquals("12345", run(reader("12345").readLine(UTF_8, 5)));
        BufReader reader = reader("123456\nnext");

        var failure = assertThrows(LimitExceededException.class, () -> run(reader.readLine(UTF_8, 5)));

        assertEquals(5, failure.limit());
        assertEquals("123456", run(reader.readLine(UTF_8, 6)));
        assertEquals("next", run(reader.readLine()));
    }

    @Test
    void lineWithoutEndIsNotCollectedBeyondTheLimit() {
        BufReader reader = new BufReader(ByteStreams.repeat((byte) 'x'), 16);

        assertThrows(LimitExceededException.class, () -> run(reader.readLine(UTF_8, 100)));

        assertTrue(reader.buffered() <= 256, "kept " + reader.buffered());
    }

    @Test
    void lineThatIsNoTextFailsAndIsBehindUsThen() throws Exception {
        var reader = new BufReader(pace.reader(array('a', 0xff, '\n', 'b', '\n')), 4);

        assertThrows(CharacterCodingException.class, () -> run(reader.readLine()));

        assertEquals("b", run(reader.readLine()));
        assertEquals("aÿ", run(new BufReader(pace.reader(array('a', 0xff))).readLine(ISO_8859_1, 10)));
    }

    @Test
    void readUntilIncludesTheDelimiterAndYieldsTheRestAtTheEnd() throws Exception {
        BufReader reader = reader("one;two;three");
        assertEquals("one;", text(run(reader.readUntil((byte) ';', 10))));
        assertEquals("two;", text(run(reader.readUntil((byte) ';', 10))));
        assertEquals("three", text(run(reader.readUntil((byte) ';', 10))));
        assertNull(run(reader.readUntil((byte) ';', 10)));
    }

    @Test
    void splitLeavesTheDelimiterOut() throws Exception {
        assertEquals(
                List.of("one", "", "two"),
                all(reader("one;;two").split((byte) ';', 10)).stream()
                        .map(Bytes::text)
                        .toList());
        assertThrows(LimitExceededException.class, () -> all(reader("one;four").split((byte) ';', 3)));
    }

    @Test
    void fillShowsWithoutTakingUntilConsumed() throws Exception {
        BufReader reader = reader("hello, world");

        assertTrue(text(run(reader.fill(7))).startsWith("hello, "));
        reader.consume(2);
        assertTrue(text(run(reader.fill(5))).startsWith("llo, "));
        ByteBuffer view = run(reader.fill());
        assertTrue(view.isReadOnly());

        assertThrows(IllegalArgumentException.class, () -> reader.consume(view.remaining() + 1));
        assertThrows(IllegalArgumentException.class, () -> reader.consume(-1));
    }

    @Test
    void fillShowsLessThanWasAskedForOnlyAtTheEnd() throws Exception {
        BufReader reader = reader("abc");
        assertEquals("abc", text(run(reader.fill(100))));
        reader.consume(3);
        assertEquals("", text(run(reader.fill())));
    }

    @Test
    void whatIsReadThroughABufferIsWhatWasSent() throws Exception {
        byte[] bytes = new byte[1000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        var reader = new BufReader(pace.reader(bytes), 64);
        ByteBuffer all = ByteBuffer.allocate(bytes.length);

        // By turns: small reads, reads larger than the buffer, and looks ahead that make it grow and move.
        for (int i = 0; all.position() < 700; i++) {
            ByteBuffer seen = run(reader.fill(1 + i * 7 % 150));
            int taken = Math.min(seen.remaining(), 1 + i % 50);
            all.put(seen.limit(seen.position() + taken));
            reader.consume(taken);
            ByteBuffer part = ByteBuffer.allocate(1 + i * 13 % 100);
            run(reader.read(part));
            all.put(part.flip());
        }
        all.put(run(reader.readToEnd(1000)));

        assertArrayEquals(bytes, all.array());
    }

    @Test
    void bufferThatHasGrownGoesBack() throws Exception {
        var reader = new BufReader(pace.reader(new byte[100_010]), 16);
        run(reader.fill(100_000));
        assertTrue(reader.room() >= 100_000);
        reader.consume(reader.buffered() / 2);
        run(reader.fill());
        assertTrue(reader.room() >= 100_000, "not before it is empty");
        reader.consume(reader.buffered());

        run(reader.fill());

        assertEquals(16, reader.room());
    }

    @Test
    void whatIsAskedForTakesNoMemoryBeforeItComes() throws Exception {
        var pipe = ByteStreams.simplex(300_000);
        var reader = new BufReader(pipe.reader());
        var filling = PolledByHand.of(reader.fill(1 << 30));
        for (int i = 0; i < 3; i++) {
            assertTrue(filling.poll().isPending());
            assertTrue(reader.room() <= 64 << 10, "room for " + reader.room());
            run(pipe.writer().writeAll(bytes("a few")));
        }
        run(pipe.writer().writeAll(ByteBuffer.allocate(200_000)));
        assertTrue(filling.poll().isPending());
        assertEquals(256 << 10, reader.room());
        pipe.writer().close();
        assertEquals(200_015, filling.poll().value().remaining());
    }

    @Test
    void bufferThatIsNeverEmptyDoesNotGrow() throws Exception {
        var reader = new BufReader(pace.reader(new byte[1000]), 16);
        for (int i = 0; i < 100; i++) {
            run(reader.fill(8));
            reader.consume(5);
        }
        assertTrue(reader.room() <= 32, "room for " + reader.room());
    }
}
