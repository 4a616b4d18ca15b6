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
import java.util.LongSummaryStatistics;

/** The client of the echo workloads: one thread, messages of 64 bytes, at most one under way on each connection. */
final class EchoLoad implements AutoCloseable {
    private static final int MESSAGE_BYTES = 64;

    /** A server that is silent for so long hangs. */
    private static final int STALLED_MILLIS = 2_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final List<Double> micros = new ArrayList<>();

    /** Where no message is under way. */
    private final List<Connection> resting = new ArrayList<>();

    private boolean going;

    private static final class Connection {
        final SocketChannel channel;
        int received;
        long sentAt;
        long trips;

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

    /** Exchanges messages for so long. */
    Trips run(double seconds) throws IOException {
        micros.clear();
        going = true;
        for (Connection connection : resting) {
            send(connection);
        }
        resting.clear();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            receive();
        }
        return Trips.of(micros, seconds);
    }

    /** Waits for the answers that are under way, and sends nothing more. */
    void settle() throws IOException {
        going = false;
        while (resting.size() < selector.keys().size()) {
            receive();
        }
    }

    /** The trips of the slowest connection so far, as a part of the mean. */
    double slowest() {
        LongSummaryStatistics trips = selector.keys().stream()
                .mapToLong(key -> ((Connection) key.attachment()).trips)
                .summaryStatistics();
        return trips.getMin() / trips.getAverage();
    }

    private void receive() throws IOException {
        if (selector.select(this::receive, STALLED_MILLIS) == 0) {
            throw new IOException("The server did not answer for " + STALLED_MILLIS + " ms.");
        }
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
                connection.trips++;
                if (going) {
                    send(connection);
                } else {
                    resting.add(connection);
                }
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
