package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import dev.kyoto.internal.driver.HandExecutor;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest extends TcpTestCase {
    @Test
    void connectsAndTalks() throws Exception {
        var connection = connection();
        run(connection.stream().writeAll(bytes("ping")));
        assertEquals("ping", connection.peerReceives(4));
        connection.peerSends("pong");
        var buffer = ByteBuffer.allocate(8);
        assertEquals(4, run(connection.stream().read(buffer)));
        assertEquals("pong", text(buffer));
        assertFalse(connection.stream().localAddress().getPort() == 0);
    }

    @Test
    void aRefusedConnectionNamesTheAddress() throws Exception {
        int port = closing(new Refusing()).address().getPort();
        var failure = assertThrows(ConnectException.class, () -> run(TcpStream.connect("127.0.0.1:" + port)));
        assertTrue(failure.getMessage().contains("127.0.0.1:" + port), failure.getMessage());
        assertTrue(failure.getMessage().contains("Is the server running"), failure.getMessage());
    }

    @Test
    void outsideOfARuntimeTheErrorNamesTheCure() {
        var failure =
                assertThrows(IllegalStateException.class, () -> Futures.blockOn(TcpStream.connect("127.0.0.1:1")));
        assertTrue(failure.getMessage().contains("Kyoto.run"), failure.getMessage());
    }

    /** A listener whose queue is full leaves a connection attempt unanswered, so that it can be dropped half-way. */
    @Test
    void aDroppedConnectClosesTheHalfOpenSocket() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + server.getLocalPort();
            var attempts = new ArrayList<HandExecutor.Task<TcpStream>>();
            for (int i = 0; i < 8; i++) {
                attempts.add(executor.start(TcpStream.connect(address)));
            }
            executor.turn();
            while (executor.driver().poll() && executor.turn()) {
                // Those that fit into the queue get connected.
            }
            var halfOpen = attempts.stream().filter(task -> !task.isDone()).toList();
            assertFalse(halfOpen.isEmpty());
            int before = Descriptors.open();
            halfOpen.forEach(HandExecutor.Task::cancel);
            executor.driver().poll();
            Descriptors.awaitBackTo(before - halfOpen.size());
            for (var task : attempts) {
                if (task.isDone()) {
                    task.get().close();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "6379",
                "host",
                ":6379",
                "host:",
                "host:x",
                "host:-1",
                "host:65536",
                "::1:6379",
                "[host]:1",
                "[::1]",
                "1.2.3.4.5:1:1",
                "300.1.2.3:1"
            })
    void whatIsNoAddressIsRefusedAtOnce(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> TcpStream.connect(text));
        assertTrue(failure.getMessage().contains("host:port"), failure.getMessage());
    }

    @Test
    void anIpv6LiteralIsWrittenInBrackets() {
        assertEquals(
                "[::1]:80", SocketErrors.text(new InetSocketAddress("::1", 80)).replace("0:0:0:0:0:0:0:1", "::1"));
        assertEquals("[::1]:80", Resolution.of("[::1]:80").toString());
    }
}
