package dev.kyoto.stress;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.kyoto.ChildJvm;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.net.Descriptors;
import dev.kyoto.net.Leftovers;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One server with many connections, of which most are idle: 1,000 beside 100 active ones, or ten times as many with
 * {@code -Dkyoto.stress.effort=10} or more. The client is another process.
 */
class ConnectionsStressTest {
    private static final int EFFORT = Math.min(10, Integer.getInteger("kyoto.stress.effort", 1));
    private static final int IDLE = 1_000 * EFFORT;
    private static final int ACTIVE = 100 * EFFORT;

    /** Round trips that each active connection makes at least, while none of the others stops. */
    private static final int ROUNDS = 100;

    /** What the JVM, Maven and the runtime need beside the connections. */
    private static final int OTHER_DESCRIPTORS = 500;

    @Test
    void idleConnectionsCostNothingAndActiveOnesAllGetOn() throws Exception {
        assumeEnoughDescriptors(IDLE + ACTIVE + OTHER_DESCRIPTORS);
        try (Runtime runtime = Runtime.builder().workers(2).build()) {
            serve(runtime, 10, 10); // opens descriptors that stay
            int before = Descriptors.open();
            serve(runtime, IDLE, ACTIVE);
            Leftovers.awaitNone(runtime);
            Descriptors.awaitBackTo(before);
        }
    }

    private static void serve(Runtime runtime, int idle, int active) throws Exception {
        TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
        var serving = runtime.spawn(acceptAll(listener));
        try (var client = ChildJvm.start(
                List.of(), Client.class, "" + listener.localAddress().getPort(), "" + idle, "" + active, "" + ROUNDS)) {
            assertEquals("connected", client.line());
            Leftovers.awaitWatched(runtime, idle + active + 1); // each has been served once, and waits
            long polls = runtime.metrics().polls();
            client.tell("go");
            long roundTrips = Long.parseLong(client.line()); // never, if one of them gets no turn
            polls = runtime.metrics().polls() - polls;

            assertTrue(polls <= 3 * (roundTrips + active), polls + " polls for " + roundTrips + " round trips");
            client.tell("go");
            client.line();
        }
        listener.close();
        runtime.blockOn(serving);
    }

    private static Future<@Nullable Void> acceptAll(TcpListener listener) {
        return async(() -> {
            try {
                while (true) {
                    spawn(echo(listener.accept().await()));
                }
            } catch (ClosedChannelException end) {
                return;
            }
        });
    }

    private static Future<@Nullable Void> echo(TcpStream stream) {
        return async(() -> {
            try (stream) {
                var buffer = ByteBuffer.allocate(Client.MESSAGE_BYTES);
                while (stream.read(buffer).await() >= 0) {
                    stream.writeAll(buffer.flip()).await();
                    buffer.clear();
                }
            } catch (IOException clientWentAway) {
                return;
            }
        });
    }

    private static void assumeEnoughDescriptors(int needed) {
        assumeTrue(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        && system.getMaxFileDescriptorCount() >= needed,
                "needs " + needed + " descriptors in each of two processes: raise the limit (ulimit -n)");
    }

    /** The other process: opens connections, each of which exchanges a message, and then goes on with the active ones. */
    static final class Client {
        static final int MESSAGE_BYTES = 16;

        private final Selector selector = Selector.open();
        private final List<Connection> active = new ArrayList<>();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        private long exchanged;

        private static final class Connection {
            final SocketChannel channel;
            int exchanged;

            Connection(SocketChannel channel) {
                this.channel = channel;
            }
        }

        private Client() throws IOException {}

        /** Arguments: the port, how many idle connections, how many active ones, how many round trips of these together. */
        public static void main(String[] arguments) throws IOException {
            var client = new Client();
            var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
            int idle = Integer.parseInt(arguments[1]);
            int active = Integer.parseInt(arguments[2]);
            var idlers = new ArrayList<SocketChannel>();
            for (int i = 0; i < idle + active; i++) {
                SocketChannel channel = SocketChannel.open(server);
                client.exchangeOnce(channel);
                if (i < idle) {
                    idlers.add(channel);
                } else {
                    client.add(channel);
                }
            }
            System.out.println("connected");
            System.in.read(new byte[10]);
            System.out.println(client.run(Integer.parseInt(arguments[3])));
            System.in.read(new byte[10]);
            for (SocketChannel channel : idlers) {
                client.exchangeOnce(channel); // still there
                channel.close();
            }
        }

        private void exchangeOnce(SocketChannel channel) throws IOException {
            channel.write(buffer.clear());
            buffer.clear();
            while (buffer.hasRemaining()) {
                channel.read(buffer);
            }
        }

        private void add(SocketChannel channel) throws IOException {
            channel.configureBlocking(false);
            var connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            active.add(connection);
        }

        /** How often all together exchanged their message, until the slowest has done so {@code rounds} times. */
        private long run(int rounds) throws IOException {
            for (Connection connection : active) {
                connection.channel.write(buffer.clear());
            }
            while (active.stream().anyMatch(connection -> connection.exchanged < rounds)) {
                selector.select(this::receive);
            }
            for (Connection connection : active) {
                connection.channel.close();
            }
            selector.close();
            return exchanged;
        }

        /** Messages are so short that they come whole. */
        private void receive(SelectionKey key) {
            var connection = (Connection) key.attachment();
            try {
                if (connection.channel.read(buffer.clear()) != MESSAGE_BYTES) {
                    throw new IOException("no whole message");
                }
                connection.exchanged++;
                exchanged++;
                connection.channel.write(buffer.flip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
