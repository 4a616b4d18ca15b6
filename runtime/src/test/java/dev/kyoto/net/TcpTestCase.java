package dev.kyoto.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kyoto.futures.Future;
import dev.kyoto.internal.driver.HandExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** An executor by hand on a real driver, and blocking sockets as peers; closes in the end whatever a test opened. */
abstract class TcpTestCase {
    final HandExecutor executor = new HandExecutor();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    final void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        executor.close();
    }

    <C extends AutoCloseable> C closing(C resource) {
        opened.push(resource);
        return resource;
    }

    <T extends @Nullable Object> T run(Future<T> future) throws Exception {
        return executor.run(future);
    }

    TcpListener listener() throws Exception {
        return closing(run(TcpListener.bind("127.0.0.1:0")));
    }

    /** A stream of ours whose peer is a blocking socket. */
    Connection connection() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connecting = executor.start(TcpStream.connect("127.0.0.1:" + server.getLocalPort()));
            executor.turn();
            Socket peer = closing(server.accept());
            return new Connection(closing(executor.finish(connecting)), peer);
        }
    }

    /** More than the buffers of both ends take, so that its writeAll waits for the peer. */
    static ByteBuffer moreThanFits() {
        return ByteBuffer.allocateDirect(64 << 20);
    }

    static ByteBuffer bytes(String text) {
        return US_ASCII.encode(text);
    }

    static String text(ByteBuffer buffer) {
        return US_ASCII.decode(buffer.flip()).toString();
    }

    record Connection(TcpStream stream, Socket peer) {
        void peerSends(String text) throws IOException {
            peer.getOutputStream().write(text.getBytes(US_ASCII));
        }

        String peerReceives(int length) throws IOException {
            return new String(peer.getInputStream().readNBytes(length), US_ASCII);
        }

        /** The peer's process dies, as it were: what it has not read yet is answered by a reset. */
        void peerResets() throws IOException {
            peer.setSoLinger(true, 0);
            peer.close();
        }
    }
}
