package dev.kyoto.interop;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.from;
import static dev.kyoto.Kyoto.on;
import static dev.kyoto.Kyoto.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.Signal;
import dev.kyoto.net.Refusing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's HTTP client through {@code from(CompletionStage)}, against real servers. */
@ParameterizedClass
@EnumSource(Flavor.class)
class HttpClientTest {
    @Parameter
    Flavor flavor;

    private final HttpClient client = HttpClient.newHttpClient();
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder().build();
    }

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    @Test
    void responseIsAwaited() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            var request = request(server.getAddress().getPort());

            String body = runtime.blockOn(async(() -> {
                HttpResponse<String> response =
                        from(client.sendAsync(request, BodyHandlers.ofString())).await();
                return response.body();
            }));

            assertEquals("hello", body);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void failureIsTheClientsOwn() throws Exception {
        try (var refusing = new Refusing()) {
            int port = refusing.address().getPort();

            assertThrows(
                    ConnectException.class,
                    () -> runtime.blockOn(from(() -> client.sendAsync(request(port), BodyHandlers.discarding()))));
        }
    }

    @Test
    void droppedExchangeIsAbortedAndTheServerSeesItGo() throws Exception {
        try (var server = new SilentServer()) {
            var task = runtime.spawn(from(() -> client.sendAsync(request(server.port()), BodyHandlers.ofString())));
            runtime.blockOn(server.requested);

            task.abort();

            assertEquals("gone", runtime.blockOn(server.gone));
            assertThrows(CancellationException.class, () -> runtime.blockOn(task));
        }
    }

    @Test
    void exchangeThatLosesASelectIsAborted() throws Exception {
        try (var server = new SilentServer()) {
            String winner = runtime.blockOn(select(
                    on(
                            from(() -> client.sendAsync(request(server.port()), BodyHandlers.ofString())),
                            response -> response.body()),
                    on(server.requested, line -> line)));

            assertTrue(winner.startsWith("GET / "), winner);
            assertEquals("gone", runtime.blockOn(server.gone));
        }
    }

    private static HttpRequest request(int port) {
        return HttpRequest.newBuilder(
                        URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + "/"))
                .build();
    }

    /** Reads one request, never answers it, and tells when its connection has gone. */
    private static final class SilentServer implements AutoCloseable {
        final Signal<String> requested = new Signal<>();
        final Signal<String> gone = new Signal<>();
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        SilentServer() throws IOException {
            new Thread(this::serve, "silent-server").start();
        }

        int port() {
            return listener.getLocalPort();
        }

        private void serve() {
            try (var connection = listener.accept()) {
                var reader = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                requested.send(reader.readLine());
                try {
                    while (reader.readLine() != null) {
                        // headers, and then nothing until the client leaves
                    }
                    gone.send("gone");
                } catch (SocketException reset) {
                    gone.send("gone");
                }
            } catch (IOException failure) {
                gone.send(failure.toString());
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
