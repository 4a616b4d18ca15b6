package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.nowOrNever;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.stream.Streams;
import dev.kyoto.io.ByteStreams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of futures that are dropped although they would be ready at their next poll. */
class DroppedWhenReadyTest extends HttpTestCase {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<String> events = new ArrayList<>();

    @Test
    void handlerOfABlockDoesNotRun() {
        Handler handler = Handler.of(request -> {
            events.add("run");
            return Response.of(200);
        });

        handler.handle(Request.get("/")).cancel();
        new Router().get("/", handler).handle(Request.get("/")).cancel();

        assertEquals(List.of(), events);
    }

    @Test
    void bodyInMemoryIsReadAgain() throws Exception {
        Body body = Body.of("text");

        body.bytes().cancel();
        body.text().cancel();
        body.stream().next().cancel();

        assertEquals("text", run(body.text()));
        assertEquals("text", new String(run(body.bytes()), UTF_8));
    }

    @Test
    void streamOfABodyIsClosed() throws Exception {
        var pieces =
                Streams.from(java.util.stream.Stream.of(bytes("a"), bytes("b")).onClose(() -> events.add("closed")));
        Body body = Body.of(pieces);

        body.bytes().cancel();

        assertEquals(List.of("closed"), events);
        assertThrows(IllegalStateException.class, body::stream);
    }

    @Test
    void pieceOfABodyIsReadByTheNext() throws Exception {
        var pieces = Body.of(Streams.of(bytes("a"), bytes("b"))).stream();

        pieces.next().cancel();

        assertEquals(bytes("a"), run(pieces.next()));
        assertEquals(bytes("b"), run(pieces.next()));
    }

    @Test
    void fileIsOpenOnlyWhileItIsRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x".repeat(1 << 20));

        run(async(() -> {
            Body unread = Body.ofFile(file).await();
            assertEquals("200", "" + Response.file(file).await().status());
            assertEquals(0, descriptorsOf(file));
            var dropped = unread.stream();
            assertTrue(dropped.next().await().hasRemaining());
            dropped.close();
        }));

        while (descriptorsOf(file) > 0) {
            Thread.yield(); // a leak stays, and the test hangs
        }
    }

    @Test
    void fileIsClosedWhenTheClientLeaves(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x".repeat(1 << 20));

        run(async(() -> {
            var client = connect(request -> Response.file(file));
            client.writeAll(bytes(GET)).await();
            client.readExact(ByteBuffer.allocate(200_000)).await();
            client.close();
        }));

        while (descriptorsOf(file) > 0) {
            run(settle());
        }
    }

    private static long descriptorsOf(Path file) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (var all = Files.list(descriptors)) {
            return all.filter(descriptor -> leadsTo(descriptor, file)).count();
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void connectionWithARequestIsClosedUnserved() throws Exception {
        var connection = ByteStreams.duplex(1024);
        Handler handler = request -> {
            events.add("served");
            return ready(Response.of(200));
        };

        run(async(() -> {
            var serving = spawn(server(handler).serveConnection(connection.second(), stop));
            settle().await();
            connection.first().writeAll(bytes(GET)).await();
            serving.abort();
            settle().await();
        }));

        assertEquals(List.of(), events);
        assertThrows(IOException.class, () -> nowOrNever(connection.first().write(bytes("x"))));
    }

    @Test
    void connectionThatWaitsToBeServedIsClosedWithItsStream() throws Exception {
        var connection = ByteStreams.duplex(1024);
        var connections =
                Streams.from(java.util.stream.Stream.of(connection.second()).onClose(connection.second()::close));

        server(request -> ready(Response.of(200))).serve(connections, stop).cancel();

        assertThrows(IOException.class, () -> nowOrNever(connection.first().write(bytes("x"))));
    }

    @Test
    void responseThatHasComeIsLostWithItsConnection() throws Exception {
        var connection = ByteStreams.duplex(1024);
        ClientOptions options = ClientOptions.DEFAULT.withConnector((host, port) -> ready(connection.first()));

        run(async(() -> {
            try (var client = new HttpClient(options)) {
                var asking = spawn(client.send(Request.get("http://h/")));
                assertEquals(GET, arrived(connection.second()).await());
                connection
                        .second()
                        .writeAll(bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                        .await();
                asking.abort();
                settle().await();
            }
        }));

        assertThrows(IOException.class, () -> nowOrNever(connection.second().write(bytes("x"))));
    }
}
