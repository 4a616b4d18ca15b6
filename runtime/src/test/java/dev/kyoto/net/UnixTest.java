package dev.kyoto.net;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that are files. */
class UnixTest extends RuntimeTestCase {
    @TempDir
    Path folder;

    @Test
    void twoEndsTalkToEachOther() throws Exception {
        try (var listener = runtime.blockOn(UnixListener.bind(path()));
                var client = runtime.blockOn(UnixStream.connect(path()));
                var server = runtime.blockOn(listener.accept())) {
            var buffer = ByteBuffer.allocate(8);
            var reading = runtime.spawn(server.read(buffer));
            runtime.blockOn(client.writeAll(ByteBuffer.wrap(new byte[] {1, 2, 3})));
            assertEquals(3, runtime.blockOn(reading));
            client.shutdownOutput();
            assertEquals(-1, runtime.blockOn(server.read(buffer)));
            assertEquals(path(), client.peerAddress().getPath());
            assertEquals(path(), server.localAddress().getPath());
            assertTrue(server.toString().contains("unnamed"), server.toString());
        }
    }

    @Test
    void nobodyThereIsSaidWithTheCure() {
        var failure = assertThrows(ConnectException.class, () -> runtime.blockOn(UnixStream.connect(path())));
        assertTrue(failure.getMessage().contains(path().toString()), failure.getMessage());
        assertTrue(failure.getMessage().contains("Is the server running"), failure.getMessage());
    }

    @Test
    void aFileThatAnEarlierRunHasLeftIsNamedWithTheCure() throws Exception {
        runtime.blockOn(UnixListener.bind(path())).close();
        assertTrue(Files.exists(path()));
        var failure = assertThrows(BindException.class, () -> runtime.blockOn(UnixListener.bind(path())));
        assertTrue(failure.getMessage().contains("delete what an earlier run has left"), failure.getMessage());
        Files.delete(path());
        runtime.blockOn(UnixListener.bind(path())).close();
    }

    @Test
    void connectWaitsWhileTheQueueIsFull() throws Exception {
        try (var full = new FullQueue()) {
            runtime.blockOn(async(() -> {
                var connecting = spawn(UnixStream.connect(path()));
                untilItWaits().await();
                assertFalse(connecting.isFinished());
                full.acceptAll();
                try (var stream = connecting.await()) {
                    assertEquals(path(), stream.peerAddress().getPath());
                }
            }));
        }
    }

    @Test
    void aConnectThatWaitsAndIsDroppedLeavesNothingBehind() throws Exception {
        try (var full = new FullQueue()) {
            int before = Descriptors.open();
            runtime.blockOn(async(() -> {
                var connecting = spawn(UnixStream.connect(path()));
                untilItWaits().await();
                connecting.abort();
                while (runtime.metrics().blockingActive() > 0) {
                    yieldNow().await();
                }
            }));
            Descriptors.awaitBackTo(before);
        }
    }

    @Test
    void aConnectThatWasReadyAndDroppedIsClosed() throws Exception {
        try (var full = new FullQueue()) {
            int before = Descriptors.open();
            var connecting = UnixStream.connect(path());
            runtime.blockOn(async(() -> {
                pollFn(cx -> Poll.ready(connecting.poll(cx).isReady())).await();
                untilItWaits().await();
                full.acceptAll();
                while (runtime.metrics().blockingActive() > 0) {
                    yieldNow().await();
                }
            }));
            connecting.cancel();
            Descriptors.awaitBackTo(before);
        }
    }

    @Test
    void socketsMadeElsewhereAreTakenOver() throws Exception {
        var address = UnixDomainSocketAddress.of(path());
        try (var listener = UnixListener.from(
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address));
                var client = UnixStream.from(SocketChannel.open(address));
                var server = runtime.blockOn(listener.accept())) {
            runtime.blockOn(client.writeAll(ByteBuffer.wrap(new byte[] {7})));
            assertEquals(1, runtime.blockOn(server.read(ByteBuffer.allocate(1))));
        }
        assertThrows(IllegalArgumentException.class, () -> UnixStream.from(SocketChannel.open()));
        assertThrows(IllegalArgumentException.class, () -> UnixListener.from(ServerSocketChannel.open()));
    }

    /** Until a thread of the blocking pool sleeps in the system's call, where closing the channel wakes it. */
    private Future<Void> untilItWaits() {
        return async(() -> {
            while (!isInConnect() || !blockingThreadSleeps()) {
                yieldNow().await();
            }
        });
    }

    private static boolean isInConnect() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> stack.length > 0 && stack[0].getMethodName().equals("connect0"));
    }

    /** True also where the system does not tell. The names that it knows are the beginnings, or both ends, of Java's. */
    private static boolean blockingThreadSleeps() throws Exception {
        String[] threads = new File("/proc/self/task").list();
        if (threads == null) {
            return true;
        }
        for (String thread : threads) {
            String state = stateOf(Path.of("/proc/self/task", thread, "stat"));
            if (state.matches("\\d+ \\(kyoto-.*(-block|king-).*\\) S .*")) {
                return true;
            }
        }
        return false;
    }

    private static String stateOf(Path thread) throws IOException {
        try {
            return Files.readString(thread).strip();
        } catch (NoSuchFileException ended) {
            return "";
        }
    }

    private Path path() {
        return folder.resolve("socket");
    }

    private final class FullQueue implements AutoCloseable {
        private final ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path()), 1);
        private final List<SocketChannel> queue = new ArrayList<>();

        FullQueue() throws Exception {
            try {
                while (true) {
                    SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
                    queue.add(next);
                    next.configureBlocking(false);
                    next.connect(UnixDomainSocketAddress.of(path()));
                }
            } catch (SocketException full) {
                // as it should be
            }
        }

        void acceptAll() throws Exception {
            for (int i = 0; i < queue.size() - 1; i++) {
                server.accept().close();
            }
        }

        @Override
        public void close() throws Exception {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
            server.close();
        }
    }
}
