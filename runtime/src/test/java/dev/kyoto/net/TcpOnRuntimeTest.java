package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.VirtualClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network on the real scheduler, with tasks that move between workers. */
class TcpOnRuntimeTest {
    private static final int CLIENTS = 100;
    private static final int ROUNDS = 50;

    @ParameterizedTest
    @EnumSource
    void aServerEchoesToManyClientsAndEveryDescriptorComesBack(Flavor flavor) throws Exception {
        serve(flavor, 1);
        int before = Descriptors.open();
        serve(flavor, CLIENTS);
        Descriptors.awaitBackTo(before);
    }

    private static void serve(Flavor flavor, int clients) throws Exception {
        try (Runtime runtime = flavor.builder().build();
                TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            JoinHandle<@Nullable Void> server = runtime.spawn(new Server(listener, runtime));
            List<JoinHandle<Integer>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(runtime.spawn(
                        new Client("127.0.0.1:" + listener.localAddress().getPort())));
            }
            for (JoinHandle<Integer> client : all) {
                assertEquals(ROUNDS, runtime.blockOn(client));
            }
            listener.close();
            assertThrows(IOException.class, () -> runtime.blockOn(server));
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesAreLookedUpOnTheBlockingPool(Flavor flavor) throws Exception {
        try (Runtime runtime = flavor.builder().build();
                TcpListener listener = runtime.blockOn(TcpListener.bind("localhost:0"))) {
            int port = listener.localAddress().getPort();
            try (TcpStream stream = runtime.blockOn(TcpStream.connect("localhost:" + port))) {
                assertEquals(port, stream.peerAddress().getPort());
            }
            assertTrue(runtime.metrics().blockingThreads() > 0);
        }
    }

    @Test
    void aNameWithoutAnAddressSaysSo() {
        try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build()) {
            // Reserved for never being a name.
            var failure = assertThrows(
                    UnknownHostException.class, () -> runtime.blockOn(TcpStream.connect("nowhere.invalid:1")));
            assertTrue(failure.getMessage().contains("\"nowhere.invalid\""), failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatWaitsForBytesIsDroppedWhenTheRuntimeEnds(Flavor flavor) throws Exception {
        try (var server = new ServerSocket(0)) {
            JoinHandle<Integer> reading;
            TcpStream stream;
            try (Runtime runtime = flavor.builder().build()) {
                stream = runtime.blockOn(TcpStream.connect("127.0.0.1:" + server.getLocalPort()));
                reading = runtime.spawn(stream.read(ByteBuffer.allocate(8)));
                runtime.blockOn(yielding());
            }
            JoinHandle<Integer> dropped = reading;
            assertThrows(CancellationException.class, () -> dropped.poll(Context.of(() -> {})));
            stream.close();
            try (Socket peer = server.accept()) {
                assertEquals(-1, peer.getInputStream().read());
            }
        }
    }

    @Test
    void aStreamOutlivesItsRuntimeButCannotWaitAnyMore() throws Exception {
        try (var server = new ServerSocket(0)) {
            TcpStream stream;
            try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build()) {
                stream = runtime.blockOn(TcpStream.connect("127.0.0.1:" + server.getLocalPort()));
            }
            try (Runtime another = Flavor.CURRENT_THREAD.builder().build()) {
                var failure =
                        assertThrows(IOException.class, () -> another.blockOn(stream.read(ByteBuffer.allocate(8))));
                assertTrue(failure.getMessage().contains("shut down"), failure.getMessage());
            }
            stream.close();
        }
    }

    @Test
    void whoWaitsInBlockOnForBytesCanBeInterrupted() throws Exception {
        try (var server = new ServerSocket(0);
                Runtime runtime = Flavor.CURRENT_THREAD.builder().build();
                TcpStream stream = runtime.blockOn(TcpStream.connect("127.0.0.1:" + server.getLocalPort()))) {
            var polled = new CountDownLatch(1);
            Future<Integer> reading = stream.read(ByteBuffer.allocate(8));
            Thread waiting = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                try {
                    polled.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                waiting.interrupt();
            });
            interrupter.start();
            assertThrows(
                    InterruptedException.class,
                    () -> runtime.blockOn(new AbstractFuture<Integer>() {
                        @Override
                        protected Poll<Integer> step(Context cx) throws Exception {
                            Poll<Integer> poll = reading.poll(cx);
                            polled.countDown();
                            return poll;
                        }

                        @Override
                        protected void dropped() {
                            reading.cancel();
                        }
                    }));
            interrupter.join();
        }
    }

    /** On a clock that stands still while anything runs, so that the pauses are exact. */
    @Test
    void afterFailuresAcceptPausesLongerAndLongerUntilOneSucceeds() throws Exception {
        VirtualClock clock = new VirtualClock();
        try (var server = new ServerSocket(0);
                Runtime runtime = Runtime.builder().currentThread().clock(clock).build();
                TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            AcceptPause pause = new AcceptPause();
            AcceptFuture.Acceptor<TcpStream> broken = () -> {
                throw new IOException("Too many open files");
            };
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                long before = clock.nanos();
                assertThrows(
                        IOException.class, () -> runtime.blockOn(new AcceptFuture<>(listener.source(), pause, broken)));
                millis.add(Duration.ofNanos(clock.nanos() - before).toMillis());
            }
            assertEquals(List.of(0L, 5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L), millis);

            TcpStream stream = runtime.blockOn(TcpStream.connect("127.0.0.1:" + server.getLocalPort()));
            runtime.blockOn(new AcceptFuture<>(listener.source(), pause, () -> stream))
                    .close();
            assertThrows(
                    IOException.class, () -> runtime.blockOn(new AcceptFuture<>(listener.source(), pause, broken)));
            long before = clock.nanos();
            assertThrows(
                    IOException.class, () -> runtime.blockOn(new AcceptFuture<>(listener.source(), pause, broken)));
            assertEquals(
                    AcceptPause.FIRST_MILLIS,
                    Duration.ofNanos(clock.nanos() - before).toMillis());
        }
    }

    /** On a clock that never moves, so that the pause does not end by itself. */
    @Test
    void closeEndsThePauseOfAnAccept() throws Exception {
        try (Runtime runtime = Runtime.builder()
                        .workers(1)
                        .clock(VirtualClock.manual())
                        .build();
                TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            AcceptPause pause = new AcceptPause();
            pause.failed();
            var polled = new CountDownLatch(1);
            var accept = new AcceptFuture<TcpStream>(listener.source(), pause, () -> null);
            JoinHandle<TcpStream> waiting = runtime.spawn(new AbstractFuture<TcpStream>() {
                @Override
                protected Poll<TcpStream> step(Context cx) throws Exception {
                    Poll<TcpStream> poll = accept.poll(cx);
                    polled.countDown();
                    return poll;
                }
            });
            polled.await();
            listener.close();
            assertThrows(ClosedChannelException.class, () -> runtime.blockOn(waiting));
        }
    }

    private static Future<Boolean> yielding() {
        return new AbstractFuture<>() {
            private boolean yielded;

            @Override
            protected Poll<Boolean> step(Context cx) {
                if (!yielded) {
                    yielded = true;
                    cx.defer();
                    return Poll.pending();
                }
                return Poll.ready(true);
            }
        };
    }

    /** Accepts until the listener is closed, and lets a task of its own serve each connection. */
    private static final class Server extends AbstractFuture<@Nullable Void> {
        private final TcpListener listener;
        private final Runtime runtime;
        private @Nullable Future<TcpStream> accepting;

        Server(TcpListener listener, Runtime runtime) {
            this.listener = listener;
            this.runtime = runtime;
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) throws Exception {
            while (true) {
                if (accepting == null) {
                    accepting = listener.accept();
                }
                Poll<TcpStream> accepted = accepting.poll(cx);
                if (accepted.isPending()) {
                    return Poll.pending();
                }
                accepting = null;
                runtime.spawn(new EchoTasks.Echo(accepted.value()));
            }
        }
    }

    private static final class Client extends AbstractFuture<Integer> {
        private final Future<TcpStream> connecting;
        private @Nullable TcpStream stream;
        private @Nullable Future<Integer> talking;

        Client(String address) {
            connecting = TcpStream.connect(address);
        }

        @Override
        protected Poll<Integer> step(Context cx) throws Exception {
            if (talking == null) {
                Poll<TcpStream> connected = connecting.poll(cx);
                if (connected.isPending()) {
                    return Poll.pending();
                }
                stream = connected.value();
                talking = new EchoTasks.PingPong(stream, ROUNDS);
            }
            Poll<Integer> poll = talking.poll(cx);
            if (poll.isReady()) {
                stream.close();
                return readyWith(poll.value());
            }
            return Poll.pending();
        }
    }
}
