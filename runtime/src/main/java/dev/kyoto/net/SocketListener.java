package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.internal.driver.IoSource;
import dev.kyoto.internal.driver.NioDriver;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An address at which connections are accepted.
 *
 * <p>At most one future may wait for a connection at a time; {@link #close()} may be called from any thread, at any time.
 */
public abstract sealed class SocketListener<S extends SocketStream> implements AutoCloseable
        permits TcpListener, UnixListener {
    private final ServerSocketChannel channel;
    private final @Nullable NioDriver home;
    private final IoSource source;
    private final AcceptPause pause = new AcceptPause();

    SocketListener(@Nullable NioDriver home, ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        this.home = home;
        this.source = IoSource.listening(home, channel, this);
        channel.configureBlocking(false);
    }

    /** @throws IOException if the connection is no longer there */
    abstract S accepted(@Nullable NioDriver home, SocketChannel channel) throws IOException;

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
    public Future<S> accept() {
        return new AcceptFuture<>(source, pause, this::tryAccept);
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
    public Stream<S> stream(Consumer<? super IOException> onFailure) {
        return new Incoming<>(this, this::accept, onFailure);
    }

    /** A connection that waits now, or null if there is none. Never waits. Failures as in {@link #accept}. */
    public @Nullable S tryAccept() throws IOException {
        while (true) {
            SocketChannel accepted = acceptChannel();
            if (accepted == null) {
                return null;
            }
            try {
                return accepted(home, accepted);
            } catch (IOException alreadyGone) {
                // On some systems a connection that its peer has reset refuses to be configured: it is nobody's loss.
                accepted.close();
            } catch (RuntimeException e) {
                accepted.close();
                throw e;
            }
        }
    }

    private @Nullable SocketChannel acceptChannel() throws IOException {
        try {
            return channel.accept();
        } catch (ClosedChannelException e) {
            throw source.closed();
        } catch (IOException e) {
            throw SocketErrors.accepting(this, e);
        }
    }

    /** Stops listening and gives the address back. An accept that waits fails. Idempotent, from any thread, throws nothing. */
    @Override
    public void close() {
        source.close();
    }

    /** Where this listens; also after {@link #close()}. */
    public abstract SocketAddress localAddress();

    /**
     * The value of an option of the listening socket.
     *
     * @throws UnsupportedOperationException if it has no such option
     * @throws ClosedChannelException if this listener is closed
     */
    public <V> @Nullable V option(SocketOption<V> option) throws IOException {
        return SocketOptions.get(channel, source, option);
    }

    /**
     * Sets an option of the listening socket. Those that count before it listens go to {@link TcpSocket}.
     *
     * @throws UnsupportedOperationException if it has no such option
     * @throws ClosedChannelException if this listener is closed
     */
    public <V> void setOption(SocketOption<V> option, V value) throws IOException {
        SocketOptions.set(channel, source, option, value);
    }

    IoSource source() {
        return source;
    }
}
