package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.io.ByteStreams;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboundTest {
    @Test
    void writerThatOnlyTheReaderGetsOnIsWokenByIt() throws Exception {
        var engine = new ReluctantEngine();
        var below = ByteStreams.duplex(100);
        var out = new Outbound(engine, below.first(), new DelegatedTasks(engine), new Failure(null));
        var wakes = new AtomicInteger();
        Context cx = Context.of(wakes::incrementAndGet);
        ByteBuffer[] text = {bytes("patience")};
        assertTrue(out.tryTake(cx));
        assertFalse(out.write(cx, text));
        out.release();
        assertEquals(8, text[0].remaining());
        assertEquals(0, wakes.get());

        engine.waitsForPeer = false;
        out.readerHasMoved();

        assertEquals(1, wakes.get());
        assertTrue(out.tryTake(cx));
        assertTrue(out.write(cx, text));
        out.release();
        var heard = ByteBuffer.allocate(100);
        assertEquals(8, Together.run(below.second().read(heard)));
        assertEquals("patience", Peers.text(heard));
    }
}
