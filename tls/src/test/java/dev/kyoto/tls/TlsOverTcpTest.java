package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.authority;
import static dev.kyoto.tls.Peers.bytes;
import static dev.kyoto.tls.Peers.client;
import static dev.kyoto.tls.Peers.everything;
import static dev.kyoto.tls.Peers.noise;
import static dev.kyoto.tls.Peers.server;
import static dev.kyoto.tls.Peers.writeAndFlush;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.Kyoto;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Result;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.Halves;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.JoinHandle;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsOverTcpTest {
    private static final int BYTES = 20 << 20;

    /** Trusts every server, after {@code question}. */
    private static final class Asking extends X509ExtendedTrustManager {
        private final Runnable question;

        Asking(Runnable question) {
            this.question = question;
        }

        private void ask() {
            question.run();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            ask();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            ask();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            ask();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** One connection that is answered with what it sends, as it comes. */
    private static Future<Long> echo(TcpListener listener, TlsAcceptor acceptor) {
        return listener.accept().andThen(acceptor::accept).andThen(TlsOverTcpTest::echoed);
    }

    private static Future<Long> echoed(TlsStream stream) {
        return ByteStreams.copy(stream, stream)
                .andThen(count -> stream.shutdown().map(done -> {
                    stream.close();
                    return count;
                }));
    }

    private static Future<TlsStream> connect(TcpListener listener, TlsConnector connector) {
        return TcpStream.connect(listener.localAddress()).andThen(tcp -> connector.connect("localhost", tcp));
    }

    @ParameterizedTest
    @EnumSource
    void twoTasksReadAndWriteOneConnectionAtOnce(TlsVersion version) throws Exception {
        byte[] there = noise(BYTES);
        try (var runtime = Runtime.builder().workers(4).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            JoinHandle<TlsStream> accepting = runtime.spawn(listener.accept().andThen(server().build()::accept));
            TlsStream client =
                    runtime.blockOn(connect(listener, client().versions(version).build()));
            TlsStream server = runtime.blockOn(accepting);
            Halves clients = client.split();
            Halves servers = server.split();

            JoinHandle<Void> sending = runtime.spawn(writeAndFlush(clients.writer(), there));
            JoinHandle<Void> answering = runtime.spawn(writeAndFlush(servers.writer(), there));
            var atServer = ByteBuffer.allocate(BYTES);
            var atClient = ByteBuffer.allocate(BYTES);
            JoinHandle<Void> hearing = runtime.spawn(servers.reader().readExact(atServer));
            runtime.blockOn(clients.reader().readExact(atClient));
            runtime.blockOn(hearing);
            runtime.blockOn(sending);
            runtime.blockOn(answering);

            assertArrayEquals(there, atServer.array());
            assertArrayEquals(there, atClient.array());
            runtime.blockOn(clients.writer().shutdown());
            assertEquals(-1, runtime.blockOn(servers.reader().read(ByteBuffer.allocate(8))));
            runtime.blockOn(servers.writer().shutdown());
            assertEquals(-1, runtime.blockOn(clients.reader().read(ByteBuffer.allocate(8))));
            client.close();
            server.close();
        }
    }

    @Test
    void manyConnectionsAreServedSideBySide() throws Exception {
        int connections = 50;
        var acceptor = server().build();
        var connector = client().build();
        try (var runtime = Runtime.builder().workers(4).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            List<JoinHandle<Long>> servers = new ArrayList<>();
            List<JoinHandle<byte[]>> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                clients.add(runtime.spawn(connect(listener, connector)
                        .andThen(stream -> stream.writeAll(ByteBuffer.wrap(noise(10_000)))
                                .andThen(done -> stream.shutdown())
                                .andThen(done -> everything(stream)))));
            }
            for (int i = 0; i < connections; i++) {
                TcpStream tcp = runtime.blockOn(listener.accept());
                servers.add(runtime.spawn(acceptor.accept(tcp).andThen(TlsOverTcpTest::echoed)));
            }
            for (int i = 0; i < connections; i++) {
                assertArrayEquals(noise(10_000), runtime.blockOn(clients.get(i)));
                assertEquals(10_000L, runtime.blockOn(servers.get(i)));
            }
        }
    }

    @Test
    void lookAtCertificatesBlocksNoWorker() throws Exception {
        var asked = new AtomicInteger();
        var context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new Asking(() -> {
                        try {
                            Kyoto.blockOn(Futures.ready(1)); // which a worker refuses
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        asked.incrementAndGet();
                    })
                },
                null);
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            runtime.spawn(echo(listener, server().build()).catching()); // its client just leaves
            TlsStream client = runtime.blockOn(
                    connect(listener, TlsConnector.builder(context).build()));
            client.close();
        }
        assertEquals(1, asked.get());
    }

    /** Of a look at certificates that takes for ever. */
    @Test
    void handshakeThatIsDroppedInterruptsTheLookAtCertificatesAndClosesTheStream() throws Exception {
        var looking = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new Asking(() -> {
                        looking.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                    })
                },
                null);
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            var serving = runtime.spawn(echo(listener, server().build()).catching());
            var connecting = runtime.spawn(
                    connect(listener, TlsConnector.builder(context).build()));
            looking.await();

            connecting.abort();

            interrupted.await();
            assertThrows(CancellationException.class, () -> runtime.blockOn(connecting));
            assertInstanceOf(Result.Failure.class, runtime.blockOn(serving));
        }
    }

    @Test
    void serverThatSaysNothingRunsIntoTheTimeout() throws Exception {
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            var tcp = runtime.blockOn(TcpStream.connect(listener.localAddress()));
            var connecting = client().build().connect("localhost", tcp);

            assertThrows(
                    TimeoutException.class, () -> runtime.blockOn(Kyoto.timeout(Duration.ofMillis(50), connecting)));

            assertThrows(
                    ClosedChannelException.class, () -> runtime.blockOn(tcp.write(bytes("the timeout has closed it"))));
        }
    }

    @Test
    void sessionsOfTwoPortsAreNotMixedUp() throws Exception {
        var connector = TlsConnector.builder().trust(authority()).build();
        try (var runtime = Runtime.builder().workers(2).build();
                var one = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
                var two = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            for (TcpListener listener : List.of(one, two, one)) {
                runtime.spawn(echo(listener, server().build()));
                TlsStream stream = runtime.blockOn(connect(listener, connector));
                runtime.blockOn(stream.writeAll(bytes("hello")));
                runtime.blockOn(stream.shutdown());
                assertEquals(5, runtime.blockOn(everything(stream)).length);
                assertEquals(listener.localAddress().getPort(), stream.session().getPeerPort());
                stream.close();
            }
        }
    }
}
