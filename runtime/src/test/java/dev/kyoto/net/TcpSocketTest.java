package dev.kyoto.net;

import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEPORT;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class TcpSocketTest extends TcpTestCase {
    @Test
    void optionsAreSetBeforeItConnects() throws Exception {
        var listener = listener();
        var socket = TcpSocket.create().option(SO_KEEPALIVE, true).option(SO_RCVBUF, 4096);
        var stream = closing(run(socket.connect(listener.localAddress())));

        assertTrue(stream.option(SO_KEEPALIVE));
        assertTrue(stream.option(SO_RCVBUF) < 16_384, "Linux doubles it");
        assertTrue(stream.option(TCP_NODELAY));
    }

    @Test
    void anOptionMayTurnNaglesAlgorithmOn() throws Exception {
        var listener = listener();
        var stream = closing(run(TcpSocket.create().option(TCP_NODELAY, false).connect(listener.localAddress())));
        assertFalse(stream.option(TCP_NODELAY));
    }

    @Test
    void theLastValueOfAnOptionCounts() throws Exception {
        var listener = listener();
        var socket = TcpSocket.create().option(SO_KEEPALIVE, true);
        var stream = closing(run(socket.option(SO_KEEPALIVE, false).connect(listener.localAddress())));
        assertFalse(stream.option(SO_KEEPALIVE));
        assertTrue(
                closing(run(socket.connect(listener.localAddress()))).option(SO_KEEPALIVE), "the first is unchanged");
    }

    @Test
    void aListenerSetsOnEachConnectionWhatItHasNotItself() throws Exception {
        var socket = TcpSocket.create().option(SO_KEEPALIVE, true).option(TCP_NODELAY, false);
        var listener = closing(run(socket.bind("127.0.0.1:0").listen(16)));
        closing(new Socket("127.0.0.1", listener.localAddress().getPort()));

        var accepted = closing(run(listener.accept()));

        assertTrue(accepted.option(SO_KEEPALIVE));
        assertFalse(accepted.option(TCP_NODELAY));
    }

    @Test
    void twoListenersShareAPortIfBothSaySo() throws Exception {
        var socket = TcpSocket.create().option(SO_REUSEPORT, true);
        var first = closing(run(socket.bind("127.0.0.1:0").listen(16)));
        var second = closing(run(socket.bind(first.localAddress()).listen(16)));
        assertEquals(first.localAddress(), second.localAddress());
        assertThrows(BindException.class, () -> run(TcpListener.bind(first.localAddress())));
    }

    @Test
    void aStreamGoesOutByTheAddressItIsBoundTo() throws Exception {
        var listener = listener();
        var stream = closing(run(TcpSocket.create().bind("127.0.0.2:0").connect(listener.localAddress())));
        assertEquals(
                "127.0.0.2",
                closing(run(listener.accept())).peerAddress().getAddress().getHostAddress());
        assertEquals("127.0.0.2", stream.localAddress().getAddress().getHostAddress());
    }

    @Test
    void anAddressThatIsInUseFailsTheConnectAndIsNamed() throws Exception {
        var listener = listener();
        var socket = TcpSocket.create().bind(listener.localAddress());
        var failure = assertThrows(BindException.class, () -> run(socket.connect(listener.localAddress())));
        assertTrue(failure.getMessage().startsWith("Cannot bind to 127.0.0.1:"), failure.getMessage());
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() {
        var socket = TcpSocket.create();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> socket.bind("localhost:1"))
                .getMessage()
                .contains("Dns.lookupHost"));
        assertThrows(
                IllegalArgumentException.class, () -> socket.bind(InetSocketAddress.createUnresolved("localhost", 1)));
        assertTrue(assertThrows(IllegalStateException.class, () -> socket.listen(1))
                .getMessage()
                .contains("bind(…)"));
        assertThrows(
                IllegalArgumentException.class, () -> socket.bind("127.0.0.1:0").listen(0));
    }

    @Test
    void aBadValueBindsNothing() throws Exception {
        int before = Descriptors.open();
        var socket = TcpSocket.create().option(SO_RCVBUF, -1).bind("127.0.0.1:0");
        assertThrows(IllegalArgumentException.class, () -> run(socket.listen(16)));
        Descriptors.awaitBackTo(before);
    }

    @Test
    void lingeringForNothingResetsTheConnection() throws Exception {
        var connection = connection();
        connection.stream().setOption(SO_LINGER, 0);
        connection.stream().close();
        executor.driver().poll(); // a watched socket is given back by a select
        assertThrows(
                SocketException.class, () -> connection.peer().getInputStream().read());
    }

    @Test
    void optionsOfAClosedStreamSaySo() throws Exception {
        var stream = connection().stream();
        stream.close();
        assertThrows(ClosedChannelException.class, () -> stream.option(SO_KEEPALIVE));
        assertThrows(ClosedChannelException.class, () -> stream.setOption(SO_KEEPALIVE, true));
    }

    @Test
    void aConnectionMadeElsewhereIsTakenOver() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var stream = closing(TcpStream.from(SocketChannel.open(server.getLocalSocketAddress())));
            Socket peer = closing(server.accept());
            var reading = executor.start(stream.read(ByteBuffer.allocate(4)));
            executor.turn();
            peer.getOutputStream().write('x');
            assertEquals(1, executor.finish(reading));
            assertEquals(server.getLocalPort(), stream.peerAddress().getPort());
        }
    }

    @Test
    void aPortBoundElsewhereIsTakenOver() throws Exception {
        var channel = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var listener = closing(TcpListener.from(channel));
        var accepting = executor.start(listener.accept());
        executor.turn();
        Socket peer = closing(new Socket("127.0.0.1", listener.localAddress().getPort()));
        assertEquals(
                peer.getLocalPort(),
                closing(executor.finish(accepting)).peerAddress().getPort());
    }

    @Test
    void whatIsNotConnectedOrBoundIsNotTakenOver() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> TcpStream.from(closing(SocketChannel.open())));
        assertThrows(IllegalArgumentException.class, () -> TcpListener.from(closing(ServerSocketChannel.open())));
    }
}
