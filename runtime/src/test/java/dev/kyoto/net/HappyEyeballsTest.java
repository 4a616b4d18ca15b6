package dev.kyoto.net;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofNanos;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Futures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A name with several addresses, of which some are silent and some refuse. Time is virtual, the connections are real. */
class HappyEyeballsTest extends RuntimeTestCase {
    private static final long DELAY_NANOS = ConnectFuture.ATTEMPT_DELAY_MILLIS * 1_000_000;

    @Test
    void aSilentAddressCostsOneDelay() throws Exception {
        try (var silent = new Silent();
                var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var stream = runtime.blockOn(connect(silent.address(), addressOf(server)))) {
            assertEquals(server.getLocalPort(), stream.peerAddress().getPort());
            assertEquals(DELAY_NANOS, clock.nanos());
        }
    }

    @Test
    void afterARefusalTheNextAddressIsTriedAtOnce() throws Exception {
        try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var first = new Refusing();
                var second = new Refusing();
                var stream = runtime.blockOn(connect(first.address(), second.address(), addressOf(server)))) {
            assertEquals(server.getLocalPort(), stream.peerAddress().getPort());
            assertEquals(0, clock.nanos());
        }
    }

    @Test
    void whoAnswersLateIsTakenThoughOthersWereTriedMeanwhile() throws Exception {
        try (var late = new Silent();
                var silent = new Silent()) {
            runtime.blockOn(async(() -> {
                var connecting = spawn(connect(late.address(), silent.address(), silent.address()));
                sleep(ofNanos(3 * DELAY_NANOS)).await();
                late.accept();
                try (var stream = connecting.await()) {
                    assertEquals(late.address(), stream.peerAddress());
                }
            }));
        }
    }

    @Test
    void theOthersAreClosedOnceOneHasAnswered() throws Exception {
        try (var silent = new Silent();
                var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            int before = Descriptors.open();
            runtime.blockOn(async(() -> {
                connect(silent.address(), silent.address(), addressOf(server))
                        .await()
                        .close();
                sleep(ofNanos(1)).await(); // a select, which gives the descriptors back
            }));
            server.accept().close();
            Descriptors.awaitBackTo(before);
        }
    }

    @Test
    void ifNobodyAnswersTheFailuresAreKept() throws Exception {
        try (var first = new Refusing();
                var second = new Refusing()) {
            var failure = assertThrows(
                    ConnectException.class, () -> runtime.blockOn(connect(first.address(), second.address())));
            String firstPort = ":" + first.address().getPort();
            String secondPort = ":" + second.address().getPort();
            assertTrue(failure.getMessage().contains(secondPort), failure.getMessage());
            assertTrue(
                    Stream.of(failure.getSuppressed())
                            .anyMatch(
                                    other -> String.valueOf(other.getMessage()).contains(firstPort)),
                    List.of(failure.getSuppressed()).toString());
        }
    }

    @Test
    void anOptionThatThereIsNotFailsTheWholeAttempt() throws Exception {
        try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var connecting = TcpSocket.create()
                    .option(StandardSocketOptions.IP_MULTICAST_LOOP, true)
                    .connect((InetSocketAddress) server.getLocalSocketAddress());
            var failure = assertThrows(UnsupportedOperationException.class, () -> runtime.blockOn(connecting));
            assertTrue(failure.getMessage().contains("no option IP_MULTICAST_LOOP"), failure.getMessage());
            assertTrue(failure.getMessage().contains("SO_KEEPALIVE"), failure.getMessage());
        }
    }

    @Test
    void theFamiliesTakeTurnsBeginningWithTheResolversFavourite() throws Exception {
        List<String> order = new ArrayList<>();
        for (var address : ConnectFuture.takingTurns(List.of(
                new InetSocketAddress("::1", 1),
                new InetSocketAddress("::1", 2),
                new InetSocketAddress("::1", 3),
                new InetSocketAddress("127.0.0.1", 4),
                new InetSocketAddress("127.0.0.1", 5)))) {
            order.add(String.valueOf(address.getPort()));
        }
        assertEquals(List.of("1", "4", "2", "5", "3"), order);
    }

    private static ConnectFuture connect(InetSocketAddress... addresses) {
        return new ConnectFuture(
                Futures.ready(List.of(addresses)), TcpSocket.create().plan());
    }

    private static InetSocketAddress addressOf(ServerSocket server) {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** An address whose queue is full, so that it leaves further attempts unanswered. */
    private static final class Silent implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> queue = new ArrayList<>();

        Silent() throws IOException {
            SocketChannel last;
            do {
                last = SocketChannel.open();
                last.configureBlocking(false);
                queue.add(last);
                last.connect(server.getLocalSocketAddress());
            } while (last.finishConnect()); // over the loopback interface it is decided within the call
        }

        InetSocketAddress address() {
            return addressOf(server);
        }

        /** Makes room: an attempt that was left unanswered is repeated by the system, and then answered. */
        void accept() throws IOException {
            for (int i = 0; i < queue.size() - 1; i++) {
                server.accept().close();
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
            server.close();
        }
    }
}
