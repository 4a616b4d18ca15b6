package dev.kyoto.io;

import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufStreamTest {
    private final Duplex pipe = ByteStreams.duplex(64);
    private final BufStream stream = new BufStream(pipe.first(), 4, 8);

    @Test
    void readsAndWritesThroughABufferEach() throws Exception {
        run(pipe.second().writeAll(bytes("question\nmore")));

        assertEquals("question", run(stream.readLine()));
        run(stream.writeAll(bytes("answer")));
        assertTrue(PolledByHand.of(pipe.second().read(ByteBuffer.allocate(1)))
                .poll()
                .isPending());
        run(stream.shutdown());

        assertEquals("answer", run(pipe.second().readToString(UTF_8, 100)));
        assertEquals((byte) 'm', run(stream.readByte()));
        assertEquals("or", Bytes.text(run(stream.fill(2))).substring(0, 2));
    }

    @Test
    void halvesAreBufferedToo() throws Exception {
        Halves halves = stream.split();
        run(halves.writer().writeAll(bytes("abc")));
        run(halves.writer().flush());
        run(pipe.second().writeAll(bytes("xyz")));
        var buffer = ByteBuffer.allocate(3);
        run(halves.reader().readExact(buffer));
        assertEquals("xyz", Bytes.written(buffer));

        halves.writer().close();
        halves.reader().close();

        assertEquals("abc", run(pipe.second().readToString(UTF_8, 100)));
    }

    @Test
    void closedItClosesTheConnection() throws Exception {
        stream.close();
        assertThrows(IOException.class, () -> run(pipe.second().writeAll(bytes("x"))));
    }
}
