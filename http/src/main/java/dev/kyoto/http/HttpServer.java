package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.on;
import static dev.kyoto.Kyoto.onIf;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.timeout;

import dev.kyoto.Runtime;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.net.SocketListener;
import dev.kyoto.net.SocketStream;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.task.JoinSet;
import dev.kyoto.task.Outcome;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests of HTTP/1.1, and of HTTP/1.0, on any number of connections.
 *
 * <pre>{@code
 * var router = new Router().get("/hello/{name}", Handler.of(request ->
 *         Response.text("Hello " + request.pathValue("name"))));
 * var stop = new CancellationToken();
 * var listener = TcpListener.bind("127.0.0.1:8080").await();
 * var serving = spawn(new HttpServer(router).serve(listener, stop));
 * ctrlC().await();
 * stop.cancel();
 * serving.await();     // all that was asked is answered
 * }</pre>
 *
 * <p>Connections are kept open between requests. Requests that a client sends without waiting for responses are handled one after the
 * other. A client that closes its connection, or only its half of it, is taken to have left: what handles its request is
 * dropped. What RFC 9112 does not write, or lets two readers understand in two ways, is refused and the connection closed.
 *
 * <p>Each connection is a task, in which its handlers run; the {@link ServerOptions} bound what one can cost.
 *
 * <p><b>Threads.</b> Immutable; one server may serve several listeners.
 */
public final class HttpServer {
    private final Handler handler;
    private final ServerOptions options;

    /** A server with {@link ServerOptions#DEFAULT}. */
    public HttpServer(Handler handler) {
        this(handler, ServerOptions.DEFAULT);
    }

    public HttpServer(Handler handler, ServerOptions options) {
        this.handler = Objects.requireNonNull(handler, "handler");
        this.options = Objects.requireNonNull(options, "options");
    }

    /** {@link #serve(SocketListener, CancellationToken)}, until it is dropped. */
    @CancelUnsafe("all connections, which are closed, and the listener")
    public <S extends SocketStream> Future<@Nullable Void> serve(SocketListener<S> listener) {
        return serve(listener, new CancellationToken());
    }

    /**
     * Serves all who connect to {@code listener}, which belongs to the server from now on. That a connection could not be accepted is
     * logged, and tried again. Otherwise as {@link #serve(Stream, CancellationToken)}.
     */
    @CancelUnsafe("all connections, which are closed, and the listener")
    public <S extends SocketStream> Future<@Nullable Void> serve(SocketListener<S> listener, CancellationToken stop) {
        return serve(
                listener.stream(e -> ServerOptions.LOGGER.log(
                        Level.WARNING, "A client could not be let in; trying again. {0}", e.getMessage())),
                stop);
    }

    /**
     * Serves {@code connections}, as they come, until {@code stop} is cancelled or the stream ends, and all were dealt with. What is to
     * be done with each before its first request, such as to agree on encryption, is a {@link Handshake}.
     *
     * <p>When it stops, no more connections are taken, those without a request are closed, requests that are under way are answered.
     * What is not done within {@link ServerOptions#shutdownTimeout} is dropped.
     *
     * <p>Fails if the stream does; then all connections are closed.
     *
     * <p><b>Cancel safety.</b> Dropped, it closes all connections and the stream at once; what handles requests is dropped.
     */
    @CancelUnsafe("all connections, which are closed, and the stream of them")
    public <S extends AsyncReadWrite> Future<@Nullable Void> serve(Stream<S> connections, CancellationToken stop) {
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(stop, "stop");
        return new Owning<>("the HTTP server of " + connections, connections::close, serveAll(connections, stop));
    }

    private <S extends AsyncReadWrite> Future<@Nullable Void> serveAll(Stream<S> connections, CancellationToken stop) {
        return async(() -> {
            try (connections;
                    var clients = new JoinSet<@Nullable Void>()) {
                boolean goesOn = true;
                while (goesOn) {
                    goesOn = select(
                                    on(stop.cancelled(), nothing -> false),
                                    onIf(clients.size() < options.maxConnections(), connections.next(), client -> {
                                        if (client != null) {
                                            clients.spawn("an HTTP connection", serveConnection(client, stop));
                                        }
                                        return client != null;
                                    }),
                                    onIf(!clients.isEmpty(), clients.joinNext(), outcome -> ended(outcome)))
                            .biased()
                            .await();
                }
                connections.close();
                letGo(clients, stop).await();
            }
        });
    }

    /**
     * Serves one connection, until one side has had enough, and closes it. When {@code stop} is cancelled, that is after the request that is
     * under way, however long it takes.
     *
     * <p>Does not fail because the client has left.
     *
     * <p><b>Cancel safety.</b> Dropped, also before its first poll, it closes the connection; what handles a request is dropped.
     */
    @CancelUnsafe("the connection, which is closed")
    public Future<@Nullable Void> serveConnection(AsyncReadWrite connection, CancellationToken stop) {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(stop, "stop");
        return new Owning<>("the HTTP server of a connection", connection::close, converse(connection, stop));
    }

    private Future<@Nullable Void> converse(AsyncReadWrite connection, CancellationToken stop) {
        return async(() -> {
            SocketAddress peer = connection instanceof SocketStream socket ? socket.peerAddress() : null;
            AsyncReadWrite stream = connection;
            if (options.handshake() != Handshake.NONE) {
                stream = shakeHands(connection).await();
            }
            if (stream != null) {
                new ServerConnection(
                                stream,
                                peer,
                                handler,
                                options,
                                stop.child(),
                                Runtime.current().clock())
                        .serve()
                        .await();
            }
        });
    }

    /** Null if it fails, or takes too long. */
    private Future<@Nullable AsyncReadWrite> shakeHands(AsyncReadWrite connection) {
        return async(() -> {
            try {
                return timeout(options.headTimeout(), options.handshake().begin(connection))
                        .await();
            } catch (Exception e) {
                ServerOptions.LOGGER.log(Level.DEBUG, "No handshake with {0}: {1}", connection, e);
                connection.close();
                return null;
            }
        });
    }

    private Future<@Nullable Void> letGo(JoinSet<@Nullable Void> clients, CancellationToken stop) {
        return async(() -> {
            select(stop.cancelled(), allGone(clients)).await(); // a stream may end and its connections go on
            try {
                timeout(options.shutdownTimeout(), allGone(clients)).await();
            } catch (TimeoutException e) {
                ServerOptions.LOGGER.log(
                        Level.INFO,
                        "Dropping {0} connections that were not done within {1}",
                        clients.size(),
                        options.shutdownTimeout());
                clients.shutdown().await();
            }
        });
    }

    private static Future<@Nullable Void> allGone(JoinSet<@Nullable Void> clients) {
        return async(() -> {
            Outcome<@Nullable Void> outcome;
            while ((outcome = clients.joinNext().await()) != null) {
                ended(outcome);
            }
        });
    }

    /** What no connection should end with. */
    private static boolean ended(@Nullable Outcome<@Nullable Void> outcome) {
        Throwable failure = outcome == null || outcome.isAborted() ? null : outcome.failure();
        if (failure != null) {
            ServerOptions.LOGGER.log(Level.ERROR, "A connection failed.", failure);
        }
        return true;
    }
}
