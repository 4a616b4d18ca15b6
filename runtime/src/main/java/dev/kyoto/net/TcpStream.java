package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection.
 *
 * <pre>{@code
 * try (var stream = TcpStream.connect("127.0.0.1:6379").await()) {
 *     stream.writeAll(UTF_8.encode("PING\r\n")).await();
 *     var reply = ByteBuffer.allocateDirect(512);
 *     stream.read(reply).await();
 * }
 * }</pre>
 *
 * <p><b>Nagle's algorithm is off</b> ({@code TCP_NODELAY} is set), because it holds small replies back for the peer's
 * delayed acknowledgement, 40 ms and more. A program that writes many small pieces collects them in a buffer, or calls
 * {@link #setNoDelay setNoDelay(false)}.
 */
public final class TcpStream extends SocketStream {
    private final InetSocketAddress peer;

    /** Known once connected; unconnected streams are seen by {@link Handshake} only. */
    private InetSocketAddress local = new InetSocketAddress(0);

    private TcpStream(@Nullable NioDriver home, SocketChannel channel, InetSocketAddress peer, boolean connected)
            throws IOException {
        super(home, channel, connected);
        this.peer = peer;
    }

    static TcpStream connecting(NioDriver home, SocketChannel channel, InetSocketAddress peer) throws IOException {
        return new TcpStream(home, channel, peer, false);
    }

    static TcpStream connected(@Nullable NioDriver home, SocketChannel channel) throws IOException {
        var stream = new TcpStream(home, channel, (InetSocketAddress) channel.getRemoteAddress(), true);
        stream.local = (InetSocketAddress) channel.getLocalAddress();
        return stream;
    }

    void connected() throws IOException {
        source().connected();
        local = (InetSocketAddress) channel().getLocalAddress();
    }

    static void configure(SocketChannel channel, SocketOptions options) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        options.applyAllTo(channel);
    }

    /**
     * Connects to {@code "host:port"}: a name, an IPv4 address, or an IPv6 address in brackets. A name is resolved on the
     * runtime's blocking pool. Of several addresses, IPv6 and IPv4 take turns, and one that is silent for {@value
     * ConnectFuture#ATTEMPT_DELAY_MILLIS} ms is joined by an attempt at the next: the first that answers is taken, and the
     * others are given up (Happy Eyeballs, RFC 8305).
     *
     * <p>The system gives up after some minutes: put it under a {@code timeout}. For options that must be set before the
     * connection is made, or an address of one's own, see {@link TcpSocket}.
     *
     * <p>Fails with {@link java.net.UnknownHostException}, with {@link java.net.ConnectException} (of several addresses the
     * last failure, with the others suppressed), and at the first poll with {@link IllegalStateException} outside of a
     * runtime.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, the half-open socket is closed; nothing else was done.
     *
     * @throws IllegalArgumentException at once, if {@code hostAndPort} is not of that form
     */
    @CancelSafe
    public static Future<TcpStream> connect(String hostAndPort) {
        return TcpSocket.create().connect(hostAndPort);
    }

    /** Like {@link #connect(String)}; an address that is not resolved yet is resolved in the same way. */
    @CancelSafe
    public static Future<TcpStream> connect(InetSocketAddress address) {
        return TcpSocket.create().connect(address);
    }

    /**
     * A connection that was made elsewhere, which now belongs to the stream: close that. Its options stay as they are.
     *
     * @throws ClosedChannelException if it is closed
     * @throws java.nio.channels.IllegalBlockingModeException if it is registered with a selector and blocking
     * @throws IllegalArgumentException if it is not connected, or not over TCP
     */
    public static TcpStream from(SocketChannel channel) throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress)) {
            throw new IllegalArgumentException(channel + " is no TCP connection. Connect it first, or, if it is of the"
                    + " Unix domain, take UnixStream.from(channel).");
        }
        return connected(null, channel);
    }

    @Override
    public InetSocketAddress peerAddress() {
        return peer;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    /**
     * Whether small writes are sent at once (true, the default) or held back until the peer has acknowledged what was sent
     * before (false, Nagle's algorithm).
     *
     * @throws ClosedChannelException if this stream is closed
     */
    public void setNoDelay(boolean noDelay) throws IOException {
        setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
    }

    @Override
    public String toString() {
        return "TcpStream[" + SocketErrors.text(local) + " - " + SocketErrors.text(peer) + "]";
    }
}
