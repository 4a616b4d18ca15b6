package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.timeout;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Notify;
import dev.kyoto.net.TcpListener;
import dev.kyoto.redis.command.ServerState;
import dev.kyoto.redis.command.Session;
import dev.kyoto.redis.store.Db;
import dev.kyoto.time.Clock;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A mini-redis, from its start to its stop.
 *
 * <pre>{@code
 * var server = Server.bind(ServerOptions.DEFAULT).await();
 * select(on(server.run(), …), on(ctrlC(), …))        // dropped: every client is disconnected
 *
 * server.stop();                                      // or in good order, from any thread: run() then completes
 * }</pre>
 */
public final class Server implements AutoCloseable {
    private final TcpListener socket;
    private final ServerOptions options;
    private final ServerState state;
    private final Listener listener;
    private final Janitor janitor;
    private final StopSignal stop = new StopSignal();

    private Server(TcpListener socket, ServerOptions options, LongSupplier clock) {
        Notify earlierDeadline = new Notify();
        this.socket = socket;
        this.options = options;
        this.state = new ServerState(
                new Db(clock, earlierDeadline::notifyOne),
                clock,
                options.asConfiguration(socket.localAddress().getPort()),
                options.limits().bulkLength());
        this.listener = new Listener(socket, state, options, stop);
        this.janitor = new Janitor(state, options.idleTimeout(), earlierDeadline);
    }

    /**
     * A server that listens, but does not answer before it {@linkplain #run runs}. Keys end by the clock of the runtime that
     * this is awaited on.
     *
     * <p>Fails with {@link java.net.BindException} if the address or the port cannot be had.
     */
    public static Future<Server> bind(ServerOptions options) {
        return async(() -> {
            var address = new InetSocketAddress(options.bind(), options.port());
            TcpListener socket = TcpListener.bind(address).await();
            Clock clock = Runtime.current().clock();
            return new Server(socket, options, () -> clock.instant().toEpochMilli());
        });
    }

    /** Where this server listens, with the port that the system chose. */
    public InetSocketAddress address() {
        return socket.localAddress();
    }

    /**
     * Serves until {@link #stop} is called and every client was dealt with: it has received the replies to what was read from
     * it, or has not within {@link ServerOptions#stopPatience}.
     *
     * <p><b>Cancel safety.</b> Dropped, it disconnects every client at once.
     */
    public Future<@Nullable Void> run() {
        return async(() -> {
            try (this) {
                Future<@Nullable Void> disconnecting =
                        options.idleTimeout().isZero() ? pending() : janitor.disconnectIdle();
                select(stop.raised(), listener.run(), janitor.purgeKeys(), disconnecting)
                        .await();
                socket.close();
                letClientsGo().await();
            }
        });
    }

    private Future<@Nullable Void> letClientsGo() {
        return async(() -> {
            try {
                timeout(options.stopPatience(), listener.allGone()).await();
            } catch (TimeoutException e) {
                disconnectAll("it does not read its last replies, and the server stops");
                listener.allGone().await();
            }
        });
    }

    /** Asks the server to come to its end: see {@link #run}. From any thread; calling it twice has no effect. */
    public void stop() {
        stop.raise();
    }

    /** Stops listening and disconnects every client, at once. */
    @Override
    public void close() {
        stop.raise();
        socket.close();
        disconnectAll("the server is closed");
    }

    private void disconnectAll(String reason) {
        for (Session session : state.sessions().values()) {
            session.kill(reason);
        }
    }
}
