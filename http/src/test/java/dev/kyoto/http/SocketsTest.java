package dev.kyoto.http;

import static dev.kyoto.Kyoto.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.io.BufReader;
import dev.kyoto.io.BufWriter;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.UnixListener;
import dev.kyoto.net.UnixStream;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.task.JoinHandle;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real sockets, with clients that others have written. */
class SocketsTest {
    private final Runtime runtime = Runtime.builder().workers(2).build();
    private final CancellationToken stop = new CancellationToken();
    private final Router router = new Router()
            .get("/hello/{name}", Handler.of(request -> Response.text("Hello " + request.pathValue("name"))))
            .get("/peer", Handler.of(request -> Response.text(String.valueOf(request.peerAddress()))))
            .post(
                    "/back",
                    Handler.of(request ->
                            Response.of(200).withBody(Body.of(request.body().withLimit(100 << 20).stream()))))
            .post(
                    "/length",
                    Handler.of(request -> Response.text(
                            request.body().withLimit(100 << 20).bytes().await().length + " bytes")));

    private String address = "";
    private JoinHandle<Void> serving;

    @BeforeEach
    void serve() throws Exception {
        TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
        address = "http://127.0.0.1:" + listener.localAddress().getPort();
        serving = runtime.spawn(new HttpServer(router).serve(listener, stop));
    }

    @AfterEach
    void stop() throws Exception {
        stop.cancel();
        runtime.blockOn(serving);
        runtime.close();
    }

    @Test
    void ownClientOverTcp() throws Exception {
        String large = "x".repeat(5 << 20);
        runtime.blockOn(runtime.spawn(() -> {
            try (var client = new HttpClient()) {
                for (int i = 0; i < 100; i++) {
                    Response response =
                            client.send(Request.get(address + "/hello/" + i)).await();
                    assertEquals("Hello " + i, response.body().text().await());
                }
                Response back = client.send(Request.post(address + "/back", Body.of(large)))
                        .await();
                assertEquals(large, back.body().text().await());
                Response peer = client.send(Request.get(address + "/peer")).await();
                assertTrue(peer.body().text().await().startsWith("/127.0.0.1:"));
            }
        }));
    }

    @Test
    void ownClientOverAUnixSocket(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("socket");
        runtime.blockOn(runtime.spawn(() -> {
            var listener = UnixListener.bind(path).await();
            var also = runtime.spawn(new HttpServer(router).serve(listener, stop));
            Connector unix = (host, port) -> UnixStream.connect(path);
            try (var client = new HttpClient(ClientOptions.DEFAULT.withConnector(unix))) {
                Response response =
                        client.send(Request.get("http://any/hello/unix")).await();
                assertEquals("Hello unix", response.body().text().await());
            }
            stop.cancel();
            also.await();
        }));
    }

    @Test
    void peerIsThatOfTheSocketAlsoBehindAHandshake() throws Exception {
        runtime.blockOn(runtime.spawn(() -> {
            var listener = TcpListener.bind("127.0.0.1:0").await();
            var options = ServerOptions.DEFAULT.withHandshake(
                    socket -> ready(ByteStreams.join(new BufReader(socket), new BufWriter(socket))));
            var also = runtime.spawn(new HttpServer(router, options).serve(listener, stop));
            try (var client = new HttpClient()) {
                String other = "http://127.0.0.1:" + listener.localAddress().getPort();
                Response peer = client.send(Request.get(other + "/peer")).await();
                assertTrue(peer.body().text().await().startsWith("/127.0.0.1:"));
            }
            stop.cancel();
            also.await();
        }));
    }

    @Test
    void clientOfTheJdk() throws Exception {
        var client =
                java.net.http.HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        byte[] body = new byte[3 << 20];
        for (int i = 0; i < 3; i++) {
            var hello = HttpRequest.newBuilder(URI.create(address + "/hello/w%C3%B6rld"))
                    .build();
            assertEquals(
                    "Hello wörld",
                    client.send(hello, HttpResponse.BodyHandlers.ofString(UTF_8))
                            .body());
            var post = HttpRequest.newBuilder(URI.create(address + "/length"))
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                    .expectContinue(true)
                    .build();
            assertEquals(
                    body.length + " bytes",
                    client.send(post, HttpResponse.BodyHandlers.ofString()).body());
        }
        var missing = HttpRequest.newBuilder(URI.create(address + "/missing"))
                .timeout(Duration.ofMinutes(3))
                .build();
        assertEquals(
                404,
                client.send(missing, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    @Test
    void serverThatIsDroppedUnpolledClosesItsListener() throws Exception {
        TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));

        new HttpServer(router).serve(listener).cancel();

        assertThrows(ClosedChannelException.class, listener::tryAccept);
    }
}
