package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.kyoto.Flavor;
import dev.kyoto.futures.Poll;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that would succeed at their next poll, and are dropped before. */
class DroppedWhenReadyTest extends TcpTestCase {
    /** The event has arrived, and the task was woken but not polled again. */
    private void awaitEvent() {
        executor.driver().park(Long.MAX_VALUE);
    }

    @Test
    void addressThatWasResolvedIsNotBound() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (var runtime = Flavor.FOUR_WORKERS.builder().build()) {
            var binding = runtime.enter(() -> TcpListener.bind("localhost:" + port));
            runtime.blockOn(cx -> {
                binding.poll(cx); // on its way to the blocking pool
                return Poll.ready(null);
            });

            binding.cancel();
        }

        assertNotNull(closing(run(TcpListener.bind("127.0.0.1:" + port))));
    }

    @Test
    void connectionThatWasMadeIsClosed() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connecting = executor.start(TcpStream.connect("127.0.0.1:" + server.getLocalPort()));
            executor.turn();
            var peer = closing(server.accept());

            connecting.cancel();

            executor.driver().poll();
            assertEquals(-1, peer.getInputStream().read());
        }
    }

    @Test
    void connectionForAStreamIsYieldedByTheNext() throws Exception {
        var listener = listener();
        var incoming = listener.stream(failure -> {});
        var next = executor.start(incoming.next());
        executor.turn();
        closing(new Socket("127.0.0.1", listener.localAddress().getPort()));
        awaitEvent();

        next.cancel();

        assertNotNull(closing(run(incoming.next())));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatThereIsRoomForIsNotWritten(boolean all) throws Exception {
        var connection = connection();
        var filling = executor.start(connection.stream().writeAll(moreThanFits()));
        executor.runUntil(() -> !executor.turn());
        filling.cancel();
        ByteBuffer bytes = bytes("never");
        var writing = executor.start(
                all
                        ? connection.stream().writeAll(bytes)
                        : connection.stream().write(bytes).map(written -> null));
        executor.turn();
        connection.peerReceives(1 << 20);
        awaitEvent();

        writing.cancel();

        assertEquals(0, bytes.position());
    }
}
