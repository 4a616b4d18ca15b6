package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.IoSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import org.jspecify.annotations.Nullable;

/**
 * A UDP port, which sends datagrams to any other and receives them from any.
 *
 * <pre>{@code
 * try (var socket = UdpSocket.bind("0.0.0.0:5353").await()) {
 *     var buffer = ByteBuffer.allocateDirect(65_535);
 *     while (true) {
 *         var sender = socket.receive(buffer.clear()).await();
 *         socket.send(buffer.flip(), sender).await();
 *     }
 * }
 * }</pre>
 *
 * <p><b>One datagram, one buffer.</b> What does not fit into the buffer of a receive is lost, without a sign of it: offer 65,535
 * bytes where any length may come, and take a buffer that was filled to its limit for one that was perhaps cut off.
 *
 * <p><b>Receivers and senders.</b> At most one future may receive and one may send at a time; they may belong to different
 * tasks. A second one that has to wait fails with an {@link IllegalStateException}. {@link #close()} may be called from any
 * thread, at any time.
 *
 * <p>Java gives no way to peek at a datagram.
 */
public final class UdpSocket implements AutoCloseable {
    private final DatagramChannel channel;
    private final IoSource source;
    private final InetSocketAddress local;

    /** Null unless connected. Plain: connected before it is shared. */
    private @Nullable InetSocketAddress peer;

    private UdpSocket(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.source = IoSource.of(channel, this);
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.peer = (InetSocketAddress) channel.getRemoteAddress();
        channel.configureBlocking(false);
    }

    /**
     * Binds to {@code "host:port"}: an IPv4 address, or an IPv6 address in brackets, or a name of this machine; 0.0.0.0 or [::]
     * for all addresses of this machine, port 0 for any free one ({@link #localAddress()} tells which).
     *
     * <p>Fails with {@link java.net.BindException} if the address cannot be had, with
     * {@link java.net.UnknownHostException}, and with {@link IllegalStateException} outside of a runtime.
     *
     * <p><b>Cancel safety.</b> Safe: a future that is dropped before its end has bound nothing.
     *
     * @throws IllegalArgumentException at once, if {@code hostAndPort} is not of that form
     */
    @CancelSafe
    public static Future<UdpSocket> bind(String hostAndPort) {
        return bind(Resolution.of(hostAndPort));
    }

    /** Like {@link #bind(String)}; an address that is not resolved yet is resolved in the same way. */
    @CancelSafe
    public static Future<UdpSocket> bind(InetSocketAddress address) {
        return bind(Resolution.of(address));
    }

    private static Future<UdpSocket> bind(Resolution resolution) {
        return new BindFuture<>("UdpSocket", resolution, (address, driver) -> bound(address));
    }

    private static UdpSocket bound(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return new UdpSocket(channel.bind(address));
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A socket that was made elsewhere, of one protocol family, say, or with options that must be set before it is bound. It
     * now belongs to this one: close that.
     *
     * @throws ClosedChannelException if it is closed
     * @throws IllegalArgumentException if it is not bound
     */
    public static UdpSocket from(DatagramChannel channel) throws IOException {
        if (channel.getLocalAddress() == null) {
            throw new IllegalArgumentException(
                    channel + " is not bound. Bind it first, to new InetSocketAddress(0) for any port.");
        }
        return new UdpSocket(channel);
    }

    /**
     * From here on sends to {@code peer} and receives from nobody else. Nothing is sent by this.
     *
     * <p>Only a connected socket learns that nobody listens at the other end: a later operation fails with
     * {@link java.net.PortUnreachableException} then, and the socket is intact.
     *
     * @throws IllegalArgumentException if {@code peer} is not resolved; {@link Dns#lookupHost} does it
     * @throws ClosedChannelException if this socket is closed
     */
    public void connect(InetSocketAddress peer) throws IOException {
        requireResolved(peer);
        try {
            if (this.peer != null) {
                channel.disconnect();
            }
            channel.connect(peer);
        } catch (ClosedChannelException e) {
            throw source.closed();
        } catch (IOException e) {
            throw SocketErrors.transferring(this, e);
        }
        this.peer = peer;
    }

    /**
     * The next datagram: its sender. {@code buffer} has its bytes, at its position, which is moved behind them.
     *
     * <p>Fails with {@link ClosedChannelException} if this socket is or gets closed, with another {@link IOException} if it is
     * connected and the peer is not there.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: a datagram is taken only by the poll that delivers it.
     *
     * @throws IllegalArgumentException at once, if the buffer has no room
     */
    @CancelSafe
    public Future<InetSocketAddress> receive(ByteBuffer buffer) {
        Buffers.requireRoom(buffer);
        return new Receive(this, buffer);
    }

    /** Like {@link #receive}, never waiting: null if there is no datagram. */
    public @Nullable InetSocketAddress tryReceive(ByteBuffer buffer) throws IOException {
        Buffers.requireRoom(buffer);
        InetSocketAddress sender = attemptReceive(buffer);
        if (sender == null) {
            source.drained(Direction.READ);
        }
        return sender;
    }

    /**
     * Sends what remains in {@code buffer} as one datagram, waiting for room in the system's buffer. Sent means handed to the
     * system; whether it arrives, nobody tells.
     *
     * <p>Fails with {@link ClosedChannelException} if this socket is or gets closed, and with another {@link IOException} if the
     * datagram is too long, its way is unknown, or it may not be sent there (to a broadcast address: set {@code SO_BROADCAST}).
     *
     * <p><b>Cancel safety.</b> Nothing is sent unless the future completes.
     *
     * @throws IllegalArgumentException at once, if {@code to} is not resolved; {@link Dns#lookupHost} does it
     */
    @CancelSafe
    public Future<@Nullable Void> send(ByteBuffer buffer, InetSocketAddress to) {
        requireResolved(to);
        return new Send(this, buffer, to);
    }

    /**
     * Like {@link #send(ByteBuffer, InetSocketAddress)}, to the peer.
     *
     * @throws IllegalStateException at once, if this socket is not connected
     */
    @CancelSafe
    public Future<@Nullable Void> send(ByteBuffer buffer) {
        return new Send(this, buffer, requirePeer());
    }

    /** Like {@link #send(ByteBuffer, InetSocketAddress)}, never waiting: false if there is no room. */
    public boolean trySend(ByteBuffer buffer, InetSocketAddress to) throws IOException {
        requireResolved(to);
        boolean sent = attemptSend(buffer, to);
        if (!sent) {
            source.drained(Direction.WRITE);
        }
        return sent;
    }

    /** Waits until {@link #tryReceive} is worth trying. A false alarm is possible. */
    @CancelSafe
    public Future<@Nullable Void> readable() {
        return new ReadinessFuture(source, Direction.READ);
    }

    /** Waits until {@link #trySend} is worth trying. A false alarm is possible. */
    @CancelSafe
    public Future<@Nullable Void> writable() {
        return new ReadinessFuture(source, Direction.WRITE);
    }

    /**
     * Receives what is sent to a multicast group as well, until {@link MembershipKey#drop()}; the key also blocks single
     * senders. Where several programs of a machine share the port, each sets {@code SO_REUSEADDR} before it binds.
     *
     * @param by by which interface; see {@link NetworkInterface#networkInterfaces()}
     * @throws IllegalArgumentException if it is no multicast address
     * @throws ClosedChannelException if this socket is closed
     */
    public MembershipKey joinMulticast(InetAddress group, NetworkInterface by) throws IOException {
        try {
            return channel.join(group, by);
        } catch (ClosedChannelException e) {
            throw source.closed();
        }
    }

    /**
     * The value of an option of this socket, such as those of {@link java.net.StandardSocketOptions}.
     *
     * @throws UnsupportedOperationException if it has no such option
     * @throws ClosedChannelException if this socket is closed
     */
    public <V> @Nullable V option(SocketOption<V> option) throws IOException {
        return SocketOptions.get(channel, source, option);
    }

    /**
     * Sets an option of this socket.
     *
     * @throws UnsupportedOperationException if it has no such option
     * @throws ClosedChannelException if this socket is closed
     */
    public <V> void setOption(SocketOption<V> option, V value) throws IOException {
        SocketOptions.set(channel, source, option, value);
    }

    /** Where this receives, with the port that the system chose; also after {@link #close()}. */
    public InetSocketAddress localAddress() {
        return local;
    }

    /** To whom this is connected; null if to nobody. */
    public @Nullable InetSocketAddress peerAddress() {
        return peer;
    }

    /** Gives the port back. A receive or send that waits fails. Idempotent, from any thread, throws nothing. */
    @Override
    public void close() {
        source.close();
    }

    @Override
    public String toString() {
        return "UdpSocket[" + SocketErrors.text(local) + (peer == null ? "" : " - " + SocketErrors.text(peer)) + "]";
    }

    private @Nullable InetSocketAddress attemptReceive(ByteBuffer buffer) throws IOException {
        try {
            return (InetSocketAddress) channel.receive(buffer);
        } catch (ClosedChannelException e) {
            throw source.closed();
        } catch (PortUnreachableException e) {
            throw SocketErrors.unreachable(this, e);
        }
    }

    /** Java answers 0 for "no room" and for an empty datagram that was sent, so of the latter the former is not told apart. */
    private boolean attemptSend(ByteBuffer buffer, InetSocketAddress to) throws IOException {
        boolean isEmpty = !buffer.hasRemaining();
        try {
            return channel.send(buffer, to) > 0 || isEmpty;
        } catch (ClosedChannelException e) {
            throw source.closed();
        } catch (PortUnreachableException e) {
            throw SocketErrors.unreachable(this, e);
        } catch (IOException e) {
            throw SocketErrors.sending(this, to, e);
        }
    }

    private InetSocketAddress requirePeer() {
        InetSocketAddress connected = peer;
        if (connected == null) {
            throw new IllegalStateException(
                    this + " is connected to nobody. connect(peer) it first, or send(buffer, peer).");
        }
        return connected;
    }

    private static void requireResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(address + " is not resolved. Look it up with Dns.lookupHost first.");
        }
    }

    private static final class Receive extends IoFuture<InetSocketAddress> {
        private final UdpSocket socket;
        private final ByteBuffer buffer;

        Receive(UdpSocket socket, ByteBuffer buffer) {
            super(socket.source, Direction.READ);
            this.socket = socket;
            this.buffer = buffer;
        }

        @Override
        Poll<InetSocketAddress> attempt() throws IOException {
            InetSocketAddress sender = socket.attemptReceive(buffer);
            return sender == null ? Poll.pending() : readyWith(sender);
        }

        @Override
        protected String describe() {
            return "The receive() of " + socket;
        }
    }

    private static final class Send extends IoFuture<@Nullable Void> {
        private final UdpSocket socket;
        private final ByteBuffer buffer;
        private final InetSocketAddress to;

        Send(UdpSocket socket, ByteBuffer buffer, InetSocketAddress to) {
            super(socket.source, Direction.WRITE);
            this.socket = socket;
            this.buffer = buffer;
            this.to = to;
        }

        @Override
        Poll<@Nullable Void> attempt() throws IOException {
            return socket.attemptSend(buffer, to) ? readyWith(null) : Poll.pending();
        }

        @Override
        protected String describe() {
            return "The send() of " + socket;
        }
    }
}
