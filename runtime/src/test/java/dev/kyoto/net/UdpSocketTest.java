package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

class UdpSocketTest extends TcpTestCase {
    @Test
    void aDatagramArrivesWithItsSender() throws Exception {
        var here = socket();
        var there = socket();
        var buffer = ByteBuffer.allocate(64);
        var receiving = executor.start(there.receive(buffer));
        executor.turn();
        assertFalse(receiving.isDone());

        run(here.send(bytes("hello"), there.localAddress()));

        assertEquals(here.localAddress(), executor.finish(receiving));
        assertEquals("hello", text(buffer));
    }

    @Test
    void datagramsStayApartAndAnEmptyOneIsOneToo() throws Exception {
        var here = socket();
        var there = socket();
        run(here.send(bytes("one"), there.localAddress()));
        run(here.send(bytes(""), there.localAddress()));
        run(here.send(bytes("two"), there.localAddress()));

        assertEquals("one", receive(there));
        assertEquals("", receive(there));
        assertEquals("two", receive(there));
        assertNull(there.tryReceive(ByteBuffer.allocate(8)));
    }

    @Test
    void whatDoesNotFitIsCutOff() throws Exception {
        var here = socket();
        var there = socket();
        run(here.send(bytes("long"), there.localAddress()));
        run(here.send(bytes("next"), there.localAddress()));
        var small = ByteBuffer.allocate(2);
        run(there.receive(small));
        assertEquals("lo", text(small));
        assertEquals("next", receive(there));
    }

    @Test
    void aDroppedReceiveLosesNothing() throws Exception {
        var here = socket();
        var there = socket();
        var receiving = executor.start(there.receive(ByteBuffer.allocate(8)));
        executor.turn();
        run(here.send(bytes("kept"), there.localAddress()));
        executor.park();
        receiving.cancel();
        assertEquals("kept", receive(there));
    }

    @Test
    void aDroppedSendSendsNothing() throws Exception {
        var here = socket();
        var there = socket();
        here.send(bytes("dropped"), there.localAddress()).cancel();
        run(here.send(bytes("sent"), there.localAddress()));
        assertEquals("sent", receive(there));
        assertNull(there.tryReceive(ByteBuffer.allocate(8)));
    }

    @Test
    void connectedItHearsItsPeerOnly() throws Exception {
        var here = socket();
        var peer = socket();
        var stranger = socket();
        here.connect(peer.localAddress());
        run(stranger.send(bytes("spam"), here.localAddress()));
        run(peer.send(bytes("friend"), here.localAddress()));
        assertEquals("friend", receive(here));
        run(here.send(bytes("back")));
        assertEquals("back", receive(peer));

        here.connect(stranger.localAddress());
        run(stranger.send(bytes("now"), here.localAddress()));
        assertEquals("now", receive(here));
        assertEquals(stranger.localAddress(), here.peerAddress());
    }

    @Test
    void aPeerThatIsNotThereIsFoundOutAndComesBack() throws Exception {
        var here = socket();
        var gone = socket();
        here.connect(gone.localAddress());
        gone.close();
        run(here.send(bytes("x")));
        var failure = assertThrows(PortUnreachableException.class, () -> run(here.receive(ByteBuffer.allocate(8))));
        assertTrue(failure.getMessage().contains("Nobody listens at the other end of " + here), failure.getMessage());

        var back = closing(run(UdpSocket.bind(gone.localAddress())));
        run(here.send(bytes("again")));
        assertEquals("again", receive(back));
    }

    @Test
    void closeFailsAReceiveThatWaits() throws Exception {
        var socket = socket();
        var receiving = executor.start(socket.receive(ByteBuffer.allocate(8)));
        executor.turn();
        socket.close();
        assertThrows(ClosedChannelException.class, () -> executor.finish(receiving));
        assertThrows(ClosedChannelException.class, () -> run(socket.send(bytes("x"), socket.localAddress())));
        assertThrows(ClosedChannelException.class, () -> socket.connect(socket.localAddress()));
        assertThrows(ClosedChannelException.class, () -> socket.option(StandardSocketOptions.SO_BROADCAST));
    }

    @Test
    void readableWaitsForADatagram() throws Exception {
        var here = socket();
        var there = socket();
        assertNull(there.tryReceive(ByteBuffer.allocate(8)));
        var waiting = executor.start(there.readable());
        executor.turn();
        assertFalse(waiting.isDone());
        assertTrue(here.trySend(bytes("x"), there.localAddress()));
        executor.finish(waiting);
        assertEquals(here.localAddress(), there.tryReceive(ByteBuffer.allocate(8)));
        run(here.writable());
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() throws Exception {
        var socket = socket();
        assertTrue(assertThrows(IllegalStateException.class, () -> socket.send(bytes("x")))
                .getMessage()
                .contains("connected to nobody"));
        var unresolved = InetSocketAddress.createUnresolved("localhost", 1);
        assertThrows(IllegalArgumentException.class, () -> socket.send(bytes("x"), unresolved));
        assertThrows(IllegalArgumentException.class, () -> socket.connect(unresolved));
        assertThrows(IllegalArgumentException.class, () -> socket.receive(ByteBuffer.allocate(0)));
    }

    @Test
    void aDatagramThatIsTooLongIsRefusedAndTheSocketIntact() throws Exception {
        var here = socket();
        var there = socket();
        var failure = assertThrows(
                IOException.class, () -> run(here.send(ByteBuffer.allocate(70_000), there.localAddress())));
        assertTrue(failure.getMessage().contains("65,507"), failure.getMessage());
        run(here.send(bytes("x"), there.localAddress()));
        assertEquals("x", receive(there));
    }

    @Test
    void aPortInUseIsNamedWithTheCure() throws Exception {
        var socket = socket();
        var failure = assertThrows(BindException.class, () -> run(UdpSocket.bind(socket.localAddress())));
        assertTrue(failure.getMessage().contains("0 takes any free one"), failure.getMessage());
    }

    @Test
    void aSocketMadeElsewhereIsTakenOver() throws Exception {
        var socket = closing(UdpSocket.from(DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))));
        socket.setOption(StandardSocketOptions.SO_BROADCAST, true);
        assertTrue(socket.option(StandardSocketOptions.SO_BROADCAST));
        run(socket().send(bytes("x"), socket.localAddress()));
        assertEquals("x", receive(socket));
        assertThrows(IllegalArgumentException.class, () -> UdpSocket.from(closing(DatagramChannel.open())));
    }

    private UdpSocket socket() throws Exception {
        return closing(run(UdpSocket.bind("127.0.0.1:0")));
    }

    private String receive(UdpSocket socket) throws Exception {
        var buffer = ByteBuffer.allocate(64);
        run(socket.receive(buffer));
        return text(buffer);
    }
}
