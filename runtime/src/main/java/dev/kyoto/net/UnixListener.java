package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file at which connections from other processes of this machine are accepted.
 *
 * <p>The file is made by {@link #bind} and outlives {@link #close()}, as the system has it: a program that starts anew deletes
 * what an earlier run has left, if it is sure that nobody listens there any more.
 */
public final class UnixListener extends SocketListener<UnixStream> {
    private final UnixDomainSocketAddress local;

    private UnixListener(@Nullable NioDriver home, ServerSocketChannel channel) throws IOException {
        super(home, channel);
        this.local = (UnixDomainSocketAddress) channel.getLocalAddress();
    }

    /**
     * Listens at {@code path}, which must not exist, and be short: systems allow about 100 bytes.
     *
     * <p>Fails with {@link java.net.BindException} if the file exists or cannot be made, with
     * {@link UnsupportedOperationException} where the system has no such sockets, and with {@link IllegalStateException}
     * outside of a runtime.
     *
     * <p><b>Cancel safety.</b> Safe: a future that is dropped before its end has bound nothing.
     */
    @CancelSafe
    public static Future<UnixListener> bind(Path path) {
        var address = UnixDomainSocketAddress.of(path);
        return Futures.pollFn(cx -> listen(address, cx));
    }

    private static Poll<UnixListener> listen(UnixDomainSocketAddress address, Context cx) throws IOException {
        NioDriver driver = NioDriver.of(cx, "UnixListener.bind(" + address + ")");
        if (driver == null) {
            return Poll.pending();
        }
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(address, TcpSocket.BACKLOG);
                return Poll.ready(new UnixListener(driver, channel));
            } catch (Throwable e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw SocketErrors.binding(address, e);
        }
    }

    /**
     * A socket that somebody else has bound, which now belongs to the listener.
     *
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IllegalArgumentException if it is not bound, or not of the Unix domain
     */
    public static UnixListener from(ServerSocketChannel channel) throws IOException {
        if (!(channel.getLocalAddress() instanceof UnixDomainSocketAddress)) {
            throw new IllegalArgumentException(channel
                    + " listens at no file. Bind it first, or, if it is a TCP port, take TcpListener.from(channel).");
        }
        return new UnixListener(null, channel);
    }

    @Override
    UnixStream accepted(@Nullable NioDriver home, SocketChannel channel) throws IOException {
        return UnixStream.connected(home, channel);
    }

    @Override
    public UnixDomainSocketAddress localAddress() {
        return local;
    }

    @Override
    public String toString() {
        return "UnixListener[" + SocketErrors.text(local) + "]";
    }
}
