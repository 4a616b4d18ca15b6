package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.internal.driver.IoSource;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
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
 *
 * <p>At most one future may wait for a connection at a time; {@link #close()} may be called from any thread, at any time.
 */
public final class TcpListener implements AutoCloseable {
    /** Connections that the system completes before they are accepted. Tokio's value; Java's default of 50 is soon full. */
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel channel;
    private final InetSocketAddress local;
    private final NioDriver home;
    private final IoSource source;
    private final AcceptPause pause = new AcceptPause();

    private TcpListener(ServerSocketChannel channel, NioDriver home) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.home = home;
        this.source = IoSource.listening(home, channel, this);
    }

    /**
     * Listens at {@code "host:port"}: a name, an IPv4 address, or an IPv6 address in brackets; 0.0.0.0 or [::] for all
     * addresses of this machine, port 0 for any free one ({@link #localAddress()} tells which). A name is resolved on the
     * runtime's blocking pool; the first of its addresses that can be had is taken.
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
        return new BindFuture(Resolution.of(hostAndPort));
    }

    /** Like {@link #bind(String)}; an address that is not resolved yet is resolved in the same way. */
    @CancelSafe
    public static Future<TcpListener> bind(InetSocketAddress address) {
        return new BindFuture(Resolution.of(address));
    }

    static TcpListener listen(InetSocketAddress address, NioDriver home) throws IOException {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.configureBlocking(false);
            channel.bind(address, BACKLOG);
            return new TcpListener(channel, home);
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            throw SocketErrors.binding(address, e);
        }
    }

    /**
     * The next connection, waited for.
     *
     * <p>Fails with {@link ClosedChannelException} if this listener is or gets closed, and with another {@link IOException}
     * if the system refuses, most often because the process has no descriptor left. The listener is intact after that and
     * the connection still waits, so log it and call again: the next accept pauses before it tries ({@value
     * AcceptPause#FIRST_MILLIS} ms after the first failure, twice as long after each further one, at most
     * {@value AcceptPause#LONGEST_MILLIS} ms), so that a loop does not spin.
     *
     * <p><b>Cancel safety.</b> No connection is lost: one is taken only by the poll that delivers it.
     */
    @CancelSafe
    public Future<TcpStream> accept() {
        return new AcceptFuture(source, pause, this::tryAccept);
    }

    /**
     * The connections, until this listener is closed, by whomever: then the stream ends. It owns this listener, which is closed
     * with it.
     *
     * <p>When the system refuses a connection, {@code onFailure} is told, and the stream goes on after the pause that
     * {@link #accept()} describes. It runs within the poll and so must not wait; what it throws is a failure of the stream.
     *
     * <p><b>Cancel safety.</b> As of {@link #accept()}.
     */
    public Stream<TcpStream> stream(Consumer<? super IOException> onFailure) {
        return new Incoming(this, this::accept, onFailure);
    }

    /** A connection that waits now, or null if there is none. Never waits. Failures as in {@link #accept}. */
    public @Nullable TcpStream tryAccept() throws IOException {
        while (true) {
            SocketChannel accepted = acceptChannel();
            if (accepted == null) {
                return null;
            }
            try {
                return TcpStream.accepted(home, accepted);
            } catch (IOException alreadyGone) {
                // On some systems a connection that its peer has reset refuses to be configured: it is nobody's loss.
                accepted.close();
            }
        }
    }

    private @Nullable SocketChannel acceptChannel() throws IOException {
        try {
            return channel.accept();
        } catch (ClosedChannelException e) {
            throw source.closed();
        } catch (IOException e) {
            throw SocketErrors.accepting(local, e);
        }
    }

    /** Stops listening and gives the port back. An accept that waits fails. Idempotent, from any thread, throws nothing. */
    @Override
    public void close() {
        source.close();
    }

    /** Where this listens, with the port that the system chose; also after {@link #close()}. */
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public String toString() {
        return "TcpListener[" + SocketErrors.text(local) + "]";
    }

    IoSource source() {
        return source;
    }
}
