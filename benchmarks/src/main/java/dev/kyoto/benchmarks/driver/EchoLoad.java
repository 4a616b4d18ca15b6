package dev.kyoto.benchmarks.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The client of the echo workloads: one thread, messages of 64 bytes, one under way on each connection. */
final class EchoLoad implements AutoCloseable {
    private static final int MESSAGE_BYTES = 64;

    /** A server that is silent for so long hangs. */
    private static final int STALLED_MILLIS = 2_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final List<Double> micros = new ArrayList<>();

    private static final class Connection {
        final SocketChannel channel;
        int received;
        long sentAt;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    EchoLoad(int port, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            var connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            send(connection);
        }
    }

    /** Exchanges messages for so long; the microseconds of each round trip. */
    List<Double> run(double seconds) throws IOException {
        micros.clear();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            if (selector.select(this::receive, STALLED_MILLIS) == 0) {
                throw new IOException("The server did not answer for " + STALLED_MILLIS + " ms.");
            }
        }
        return micros;
    }

    private void receive(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            buffer.clear().limit(MESSAGE_BYTES - connection.received);
            int length = connection.channel.read(buffer);
            if (length < 0) {
                throw new IOException("The server closed a connection.");
            }
            connection.received += length;
            if (connection.received == MESSAGE_BYTES) {
                micros.add((System.nanoTime() - connection.sentAt) / 1e3);
                send(connection);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void send(Connection connection) throws IOException {
        connection.received = 0;
        connection.sentAt = System.nanoTime();
        buffer.clear();
        if (connection.channel.write(buffer) != MESSAGE_BYTES) {
            throw new IOException("64 bytes did not fit into the send buffer of an idle connection.");
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
