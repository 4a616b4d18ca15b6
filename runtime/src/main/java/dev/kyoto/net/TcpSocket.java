package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A TCP socket to be: what must be said before it connects or listens.
 *
 * <pre>{@code
 * var listener = TcpSocket.create()
 *         .option(StandardSocketOptions.SO_REUSEPORT, true)      // several processes share the port
 *         .option(StandardSocketOptions.SO_KEEPALIVE, true)      // of each connection that is accepted
 *         .bind("0.0.0.0:6379")
 *         .listen(4096).await();
 *
 * var stream = TcpSocket.create()
 *         .option(StandardSocketOptions.SO_RCVBUF, 4 << 20)      // must be known when the window is agreed on
 *         .bind("10.0.0.7:0")                                    // go out by this interface
 *         .connect("example.org:443").await();
 * }</pre>
 *
 * <p>Immutable: each method returns another one, so that one may be kept and used for many sockets. Nothing is opened before
 * a future that it makes is awaited. Safe for use from any thread.
 */
public final class TcpSocket {
    private static final TcpSocket PLAIN = new TcpSocket(SocketOptions.NONE, null);

    /** Connections that the system completes before they are accepted. Tokio's value; Java's default of 50 is soon full. */
    static final int BACKLOG = 1024;

    private final SocketOptions options;
    private final @Nullable InetSocketAddress local;

    private TcpSocket(SocketOptions options, @Nullable InetSocketAddress local) {
        this.options = options;
        this.local = local;
    }

    /** Without any option of its own; but a stream has {@code TCP_NODELAY} set, unless it is turned off here. */
    public static TcpSocket create() {
        return PLAIN;
    }

    /**
     * Sets an option, of {@link java.net.StandardSocketOptions} or {@code jdk.net.ExtendedSocketOptions}.
     *
     * <p>Where this comes to listen, what only a connection has ({@code SO_KEEPALIVE}, {@code TCP_NODELAY}) is set on
     * each that is accepted. An option that there is not fails the connection with {@link UnsupportedOperationException}.
     */
    public <V> TcpSocket option(SocketOption<V> option, V value) {
        return new TcpSocket(options.with(option, value), local);
    }

    /**
     * The address at this end: an IPv4 address, or an IPv6 address in brackets, and a port, of which 0 means any free one.
     *
     * @throws IllegalArgumentException if it is not of that form; a name must be {@linkplain Dns#lookupHost looked up} before
     */
    public TcpSocket bind(String address) {
        InetSocketAddress literal = Resolution.of(address).literal();
        if (literal == null) {
            throw new IllegalArgumentException("\"" + address + "\" holds a name. Look it up with Dns.lookupHost, and"
                    + " bind to one of its addresses.");
        }
        return bind(literal);
    }

    /** Like {@link #bind(String)}. */
    public TcpSocket bind(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    address + " is not resolved. Look it up with Dns.lookupHost, and bind to one of its addresses.");
        }
        return new TcpSocket(options, address);
    }

    /**
     * Connects, as {@link TcpStream#connect(String)} does.
     *
     * @throws IllegalArgumentException at once, if {@code hostAndPort} is not of that form
     */
    @CancelSafe
    public Future<TcpStream> connect(String hostAndPort) {
        return new ConnectFuture(Resolution.of(hostAndPort), plan());
    }

    /** Like {@link #connect(String)}; an address that is not resolved yet is resolved in the same way. */
    @CancelSafe
    public Future<TcpStream> connect(InetSocketAddress address) {
        return new ConnectFuture(Resolution.of(address), plan());
    }

    /**
     * Listens at the address that {@link #bind} gave, as {@link TcpListener#bind(String)} does.
     *
     * @param backlog how many connections the system may complete before they are accepted; it may have a limit of its own
     * @throws IllegalStateException at once, if no address was given
     * @throws IllegalArgumentException at once, if {@code backlog} is not positive
     */
    @CancelSafe
    public Future<TcpListener> listen(int backlog) {
        if (local == null) {
            throw new IllegalStateException(
                    "Where should it listen? Give an address with bind(…) first;" + " \"0.0.0.0:0\" is any free port.");
        }
        if (backlog <= 0) {
            throw new IllegalArgumentException("The backlog must be positive, not " + backlog + ".");
        }
        return TcpListener.bind(Resolution.of(local), options, backlog);
    }

    Plan plan() {
        return new Plan(options, local);
    }

    /** What each attempt to connect observes. */
    record Plan(SocketOptions options, @Nullable InetSocketAddress local) {
        void prepare(SocketChannel channel) throws IOException {
            TcpStream.configure(channel, options);
            if (local != null) {
                try {
                    channel.bind(local);
                } catch (IOException e) {
                    throw SocketErrors.binding(local, e);
                }
            }
        }
    }
}
