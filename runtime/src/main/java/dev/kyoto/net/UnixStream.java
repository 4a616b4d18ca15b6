package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another process of this machine, by way of a file: a Unix domain socket. Faster than TCP over the loopback
 * interface, and guarded by the permissions of the file.
 *
 * <p>Who is at the other end, {@code stream.option(jdk.net.ExtendedSocketOptions.SO_PEERCRED)} tells on Linux and macOS.
 * Within one process, {@code duplex} needs no file.
 */
public final class UnixStream extends SocketStream {
    private final UnixDomainSocketAddress peer;
    private final UnixDomainSocketAddress local;

    private UnixStream(@Nullable NioDriver home, SocketChannel channel) throws IOException {
        super(home, channel, true);
        this.peer = (UnixDomainSocketAddress) channel.getRemoteAddress();
        this.local = (UnixDomainSocketAddress) channel.getLocalAddress();
    }

    static UnixStream connected(@Nullable NioDriver home, SocketChannel channel) throws IOException {
        return new UnixStream(home, channel);
    }

    /**
     * Connects to the socket at {@code path}, waiting while its queue of connections is full.
     *
     * <p>Fails with {@link java.net.ConnectException} if there is no such file or nobody listens there, with
     * {@link UnsupportedOperationException} where the system has no such sockets, and at the first poll with
     * {@link IllegalStateException} outside of a runtime.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, the socket is closed; nothing else was done.
     */
    @CancelSafe
    public static Future<UnixStream> connect(Path path) {
        return new UnixConnectFuture(UnixDomainSocketAddress.of(path));
    }

    /**
     * A connection that was made elsewhere, which now belongs to the stream: close that.
     *
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IllegalArgumentException if it is not connected, or not of the Unix domain
     */
    public static UnixStream from(SocketChannel channel) throws IOException {
        if (!(channel.getRemoteAddress() instanceof UnixDomainSocketAddress)) {
            throw new IllegalArgumentException(channel
                    + " is no connection of the Unix domain. Connect it first, or take TcpStream.from(channel).");
        }
        return connected(null, channel);
    }

    /** The address at the other end, with an empty path if it has none; also after {@link #close()}. */
    @Override
    public UnixDomainSocketAddress peerAddress() {
        return peer;
    }

    /** The address at this end, with an empty path if it has none, as on the connecting side; also after {@link #close()}. */
    @Override
    public UnixDomainSocketAddress localAddress() {
        return local;
    }

    @Override
    public String toString() {
        return "UnixStream[" + SocketErrors.text(local) + " - " + SocketErrors.text(peer) + "]";
    }
}
