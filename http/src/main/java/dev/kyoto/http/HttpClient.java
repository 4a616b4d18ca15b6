package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.timeout;

import dev.kyoto.Runtime;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers of HTTP/1.1, and keeps connections for further requests.
 *
 * <pre>{@code
 * try (var client = new HttpClient()) {
 *     var response = client.send(Request.get("http://127.0.0.1:8080/hello/world")).await();
 *     System.out.println(response.status() + " " + response.body().text().await());
 * }
 * }</pre>
 *
 * <p><b>Read the body, or close it.</b> Its connection serves the next request when the body was read to its end; closed before, the
 * connection is closed with it. A body that is neither read nor closed keeps its connection, and its place among
 * {@link ClientOptions#maxPerOrigin}.
 *
 * <p>A request that may be repeated (GET, HEAD, PUT, DELETE, OPTIONS, with a body in memory or none) is sent once more if a connection
 * that was kept turns out to be closed by the server. All others fail then.
 *
 * <p>A status such as 404 is no failure. For {@code https} there has to be a {@link ClientOptions#tlsConnector}.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; a response's body is read by one at a time.
 */
public final class HttpClient implements AutoCloseable {
    /** How much of the body of a response that is only an address is read to keep the connection, which is Go's figure. */
    private static final long MOST_SKIPPED = 2 << 10;

    private final ClientOptions options;
    private final Pool pool;

    /** A client with {@link ClientOptions#DEFAULT}. */
    public HttpClient() {
        this(ClientOptions.DEFAULT);
    }

    public HttpClient(ClientOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        this.pool = new Pool(options.maxPerOrigin(), options.keepIdle());
    }

    /**
     * Sends {@code request}, and yields the response when its head is there. The body comes when it is read.
     *
     * <p>Fails with an {@link java.io.IOException}: {@link ConnectException} or {@link java.net.UnknownHostException} without a connection,
     * {@link java.net.SocketTimeoutException} if the server is silent for too long, {@link java.net.ProtocolException} if it does not
     * answer in HTTP/1.1, {@link java.io.EOFException} if it closes the connection. Fails with what the body of the request
     * fails with, and with {@link IllegalStateException} if this client is closed.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, it closes the connection; the server may have received the request, or a part of it.
     *
     * @throws IllegalArgumentException at once, if the target does not begin with {@code http://host} or {@code https://host}, or the
     *     method is CONNECT
     */
    @CancelUnsafe("the response, and whether the server has the request")
    public Future<Response> send(Request request) {
        if (request.method().equals("CONNECT")) {
            throw new IllegalArgumentException("A client does not CONNECT: make a tunnel in a Connector.");
        }
        Origin origin = Origin.of(request);
        return new Owning<>(request.toString(), request.body()::close, follow(request, origin));
    }

    private Future<Response> follow(Request request, Origin origin) {
        if (options.maxRedirects() == 0) {
            return exchange(request, origin);
        }
        return async(() -> {
            Request asked = request;
            Response response = exchange(asked, origin).await();
            for (int left = options.maxRedirects(); left > 0; left--) {
                Request next = Redirect.next(asked, response);
                if (next == null) {
                    return response;
                }
                leave(response).await();
                asked = next;
                response = exchange(asked, Origin.of(asked)).await();
            }
            return response;
        });
    }

    /** Is done with a response that leads elsewhere, and keeps its connection unless that takes longer than a new one. */
    private static Future<@Nullable Void> leave(Response response) {
        return async(() -> {
            try (Body body = response.body()) {
                if (body.length() >= 0 && body.length() <= MOST_SKIPPED) {
                    body.bytes().await();
                }
            } catch (IOException e) {
                // the connection is closed, and the next request has another one
            }
        });
    }

    private Future<Response> exchange(Request request, Origin origin) {
        return async(() -> {
            while (true) {
                var place = pool.enter(origin).await();
                ClientConnection connection = null;
                try {
                    connection = pool.take(origin).await();
                    if (connection == null) {
                        connection = connect(origin).await();
                    }
                } finally {
                    if (connection == null) {
                        place.close();
                    }
                }
                try {
                    return new ClientExchange(connection, request, options, pool, place).await();
                } catch (StaleException e) {
                    if (!isRepeatable(request)) {
                        throw e;
                    }
                }
            }
        });
    }

    private static boolean isRepeatable(Request request) {
        return switch (request.method()) {
            case "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE" ->
                request.body().memory() != null;
            default -> false;
        };
    }

    private Future<ClientConnection> connect(Origin origin) {
        return async(() -> {
            Connector connector = origin.isEncrypted() ? options.tlsConnector() : options.connector();
            if (connector == null) {
                throw new ConnectException("There is no way to " + origin
                        + ": a client for https is made with ClientOptions.DEFAULT.withTlsConnector(…).");
            }
            try {
                AsyncReadWrite stream = timeout(
                                options.connectTimeout(), connector.connect(origin.host(), origin.port()))
                        .await();
                return new ClientConnection(
                        stream, origin, options, Runtime.current().clock());
            } catch (TimeoutException e) {
                throw new ConnectException(
                        "There was no connection to " + origin + " within " + options.connectTimeout() + ".");
            }
        });
    }

    /** Closes the connections that have no request. Those that have one are closed when it is done. Idempotent. */
    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return "HttpClient[" + options.maxPerOrigin() + " requests at a time to a host]";
    }
}
