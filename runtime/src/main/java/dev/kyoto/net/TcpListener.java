package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port at which connections are accepted.
 *
 * <pre>{@code
 * try (var listener = TcpListener.bind("0.0.0.0:6379").await()) {
 *     while (true) {
 *         var stream = listener.accept().await();
 *         spawn(serve(stream));
 *     }
 * }
 * }</pre>
 */
public final class TcpListener extends SocketListener<TcpStream> {
    private final InetSocketAddress local;

    /** For each connection: those of the socket's options that a listening one does not have. */
    private final SocketOptions ofConnections;

    private TcpListener(@Nullable NioDriver home, ServerSocketChannel channel, SocketOptions ofConnections)
            throws IOException {
        super(home, channel);
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.ofConnections = ofConnections;
    }

    /**
     * Listens at {@code "host:port"}: a name, an IPv4 address, or an IPv6 address in brackets; 0.0.0.0 or [::] for all
     * addresses of this machine, port 0 for any free one ({@link #localAddress()} tells which). A name is resolved on the
     * runtime's blocking pool; the first of its addresses that can be had is taken. {@link TcpSocket} sets options before.
     *
     * <p>Fails with {@link java.net.BindException} if the address cannot be had, with
     * {@link java.net.UnknownHostException}, and with {@link IllegalStateException} outside of a runtime.
     *
     * <p><b>Cancel safety.</b> Safe: a future that is dropped before its end has bound nothing.
     *
     * @throws IllegalArgumentException at once, if {@code hostAndPort} is not of that form
     */
    @CancelSafe
    public static Future<TcpListener> bind(String hostAndPort) {
        return bind(Resolution.of(hostAndPort), SocketOptions.NONE, TcpSocket.BACKLOG);
    }

    /** Like {@link #bind(String)}; an address that is not resolved yet is resolved in the same way. */
    @CancelSafe
    public static Future<TcpListener> bind(InetSocketAddress address) {
        return bind(Resolution.of(address), SocketOptions.NONE, TcpSocket.BACKLOG);
    }

    /**
     * A port that somebody else has bound, which now belongs to the listener, such as the one that
     * {@link System#inheritedChannel()} gives to a program that is started by its first connection.
     *
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IllegalArgumentException if it is not bound, or not for TCP
     */
    public static TcpListener from(ServerSocketChannel channel) throws IOException {
        if (!(channel.getLocalAddress() instanceof InetSocketAddress)) {
            throw new IllegalArgumentException(channel + " listens at no TCP port. Bind it first, or, if it is of the"
                    + " Unix domain, take UnixListener.from(channel).");
        }
        return new TcpListener(null, channel, SocketOptions.NONE);
    }

    static Future<TcpListener> bind(Resolution resolution, SocketOptions options, int backlog) {
        return new BindFuture<>(
                "TcpListener", resolution, (address, driver) -> listen(address, options, backlog, driver));
    }

    private static TcpListener listen(InetSocketAddress address, SocketOptions options, int backlog, NioDriver home)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            SocketOptions ofConnections = options.applyTo(channel);
            channel.bind(address, backlog);
            return new TcpListener(home, channel, ofConnections);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    TcpStream accepted(@Nullable NioDriver home, SocketChannel channel) throws IOException {
        TcpStream.configure(channel, ofConnections);
        return TcpStream.connected(home, channel);
    }

    /** Where this listens, with the port that the system chose; also after {@link #close()}. */
    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public String toString() {
        return "TcpListener[" + SocketErrors.text(local) + "]";
    }
}
