package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.nowOrNever;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that send too much, or too slowly, or leave; and servers that stop. */
class ServerLimitsTest extends HttpTestCase {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final Handler hello = request -> ready(Response.text("hello"));
    private final List<String> events = new ArrayList<>();

    /** Waits for ever, and tells when it is dropped. */
    private final Handler endless = Handler.of(request -> {
        try {
            events.add("begun");
            Future<Response> never = pending();
            return never.await();
        } finally {
            events.add("dropped");
        }
    });

    /** Sends without end, and tells when it is closed. */
    private final Handler endlessStream = request -> ready(Response.stream("a/b", stream(out -> {
        try {
            while (true) {
                out.emit(bytes("x".repeat(10_000))).await();
            }
        } finally {
            events.add("closed");
        }
    })));

    private long seconds() {
        return Duration.ofNanos(clock.nanos()).toSeconds();
    }

    // ---- too much

    @Test
    void headIsLimited() throws Exception {
        options = options.withMaxHead(100).withMaxHeaders(3);
        String fits = "GET /" + "x".repeat(100 - GET.length()) + " HTTP/1.1\r\nHost: h\r\n\r\n";

        assertEquals(100, fits.length());
        assertEquals(ok("hello"), answers(hello, fits));
        assertEquals(431, statusOf(answers(hello, fits.replace("Host: h", "Host: hh") + GET)));
        assertEquals(414, statusOf(answers(hello, "GET /" + "x".repeat(200))));
        assertEquals(431, statusOf(answers(hello, "GET / HTTP/1.1\r\nHost: h\r\nA: " + "x".repeat(200))));
        assertEquals(ok("hello"), answers(hello, "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nA: b\r\n\r\n"));
        assertEquals(431, statusOf(answers(hello, "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nA: b\r\nA: b\r\n\r\n")));
        String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        Handler reader =
                Handler.of(request -> Response.text(request.body().text().await()));
        assertEquals(400, statusOf(answers(reader, chunked + "1;" + "x".repeat(200))));
        assertEquals(431, statusOf(answers(reader, chunked + "0\r\nA: " + "x".repeat(200))));
    }

    @Test
    void extensionsOfChunksAreLimitedTogether() throws Exception {
        Handler reader =
                Handler.of(request -> Response.text("" + request.body().bytes().await().length));
        String head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = "1;" + "x".repeat(99) + "\r\na\r\n";

        assertEquals(ok("163"), answers(reader, head + chunk.repeat(163) + "0\r\n\r\n"));
        assertEquals(400, statusOf(answers(reader, head + chunk.repeat(164) + "0\r\n\r\n")));
    }

    @Test
    void furtherClientsWaitForOneToLeave() throws Exception {
        options = options.withMaxConnections(2);
        var connections = List.of(ByteStreams.duplex(1024), ByteStreams.duplex(1024), ByteStreams.duplex(1024));

        run(async(() -> {
            spawn(server(hello).serve(Streams.from(connections).map(Duplex::second), stop));
            for (Duplex connection : connections) {
                connection.first().writeAll(bytes(GET)).await();
            }
            assertEquals(ok("hello"), arrived(connections.get(0).first()).await());
            assertEquals(ok("hello"), arrived(connections.get(1).first()).await());
            var third = spawn(arrived(connections.get(2).first()));
            settle().await();
            assertFalse(third.isFinished());
            connections.get(0).first().close();
            assertEquals(ok("hello"), third.await());
        }));
    }

    // ---- too slow

    @Test
    void headThatTakesTooLongIsRefused() throws Exception {
        String answer = run(async(() -> {
            try (var client = connect(hello)) {
                sleep(Duration.ofSeconds(30)).await(); // of the idle time
                for (String piece : "GET / HTTP/1.1\r\nHost: h".split("")) {
                    client.writeAll(bytes(piece)).await();
                    sleep(Duration.ofSeconds(1)).await();
                    if (seconds() >= 40) {
                        break;
                    }
                }
                return rest(client).await();
            }
        }));

        assertEquals(408, statusOf(answer));
        assertTrue(seconds() <= 43, () -> seconds() + " s"); // with a second of listening behind the response
    }

    @Test
    void idleConnectionIsClosedWithoutAWord() throws Exception {
        String afterwards = run(async(() -> {
            try (var client = connect(hello)) {
                sleep(Duration.ofSeconds(50)).await();
                client.writeAll(bytes(GET)).await();
                assertEquals(ok("hello"), arrived(client).await());
                return rest(client).await();
            }
        }));

        assertEquals("", afterwards);
        assertEquals(110, seconds());
    }

    @Test
    void bodyThatPausesTooLongIsRefusedAndIfItIsAllowedNotOneThatIsSlow() throws Exception {
        options = options.withMinRate(0);
        Handler reader =
                Handler.of(request -> Response.text(request.body().text().await()));

        String answer = run(async(() -> {
            try (var client = connect(reader)) {
                client.writeAll(bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n"))
                        .await();
                for (int i = 0; i < 5; i++) {
                    sleep(Duration.ofSeconds(50)).await();
                    client.writeAll(bytes("x")).await();
                }
                return rest(client).await();
            }
        }));

        assertEquals(408, statusOf(answer));
        assertEquals(5 * 50 + 60, seconds());
        assertEquals(List.of(), failures);
    }

    @Test
    void bodyThatIsTooSlowIsRefusedHoweverShortItsPauses() throws Exception {
        Handler reader =
                Handler.of(request -> Response.text(request.body().text().await()));

        String answer = run(async(() -> {
            try (var client = connect(reader)) {
                client.writeAll(bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"))
                        .await();
                while (seconds() < 60) {
                    sleep(Duration.ofSeconds(1)).await();
                    client.writeAll(bytes("x")).await();
                }
                return rest(client).await();
            }
        }));

        assertEquals(408, statusOf(answer));
        assertTrue(seconds() <= 62, () -> seconds() + " s"); // with a second of listening behind the response
        assertEquals(List.of(), failures);
    }

    @Test
    void nextBodyHasAllTheTimeAgain() throws Exception {
        Handler reader =
                Handler.of(request -> Response.text(request.body().text().await()));

        run(async(() -> {
            try (var client = connect(reader)) {
                for (int i = 0; i < 3; i++) {
                    client.writeAll(bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n"))
                            .await();
                    sleep(Duration.ofSeconds(50)).await();
                    client.writeAll(bytes("x")).await();
                    assertEquals(ok("x"), arrived(client).await());
                }
            }
        }));
    }

    @Test
    void bodyThatIsFastEnoughMayTakeAsLongAsItNeeds() throws Exception {
        Handler reader =
                Handler.of(request -> Response.text("" + request.body().bytes().await().length));

        String answer = run(async(() -> {
            try (var client = connect(reader)) {
                client.writeAll(bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 250000\r\n\r\n"))
                        .await();
                for (int i = 0; i < 10; i++) {
                    sleep(Duration.ofSeconds(50)).await();
                    client.writeAll(bytes("x".repeat(25_000))).await();
                }
                return arrived(client).await();
            }
        }));

        assertEquals(ok("250000"), answer);
        assertEquals(500, seconds());
    }

    @Test
    void clientThatReadsTooSlowlyIsLeftHoweverShortItsPauses() throws Exception {
        run(async(() -> {
            try (var client = connect(endlessStream)) {
                client.writeAll(bytes(GET)).await();
                while (seconds() < 300 && events.isEmpty()) {
                    sleep(Duration.ofSeconds(1)).await();
                    client.readExact(ByteBuffer.allocate(100)).await();
                }
                assertTrue(seconds() < 80, () -> seconds() + " s"); // 60, and what 100 bytes a second make up for
                assertEquals(List.of("closed"), events);
            }
        }));
    }

    @Test
    void clientThatReadsSlowlyButSteadilyGetsItAll() throws Exception {
        Handler large = request -> ready(Response.text("x".repeat(1 << 20)));

        String response = run(async(() -> {
            try (var client = connect(large)) {
                client.writeAll(bytes(GET)).await();
                var all = new StringBuilder();
                var buffer = ByteBuffer.allocate(1000);
                while (all.length() < 1 << 20) {
                    sleep(Duration.ofSeconds(1)).await();
                    client.read(buffer).await();
                    all.append(UTF_8.decode(buffer.flip()));
                    buffer.clear();
                }
                return all.toString();
            }
        }));

        assertTrue(response.startsWith("HTTP/1.1 200 OK"));
        assertTrue(seconds() > 1000, () -> seconds() + " s");
    }

    @Test
    void clientThatDoesNotReadIsLeft() throws Exception {
        run(async(() -> {
            try (var client = connect(endlessStream)) {
                client.writeAll(bytes(GET)).await();
                sleep(Duration.ofSeconds(59)).await();
                assertEquals(List.of(), events);
                sleep(Duration.ofSeconds(2)).await();
                assertEquals(List.of("closed"), events);
            }
        }));
    }

    // ---- gone

    @Test
    void clientThatLeavesDropsWhatHandlesItsRequest() throws Exception {
        run(async(() -> {
            var client = connect(endless);
            client.writeAll(bytes(GET)).await();
            settle().await();
            assertEquals(List.of("begun"), events);
            client.close();
            settle().await();
            assertEquals(List.of("begun", "dropped"), events);
        }));
        assertEquals(List.of(), failures);
    }

    @Test
    void clientThatLeavesIsMissedAlsoByWhoDoesNotReadItsBody() throws Exception {
        for (String body : List.of("abc", "x".repeat(Attending.KEPT / 2))) {
            events.clear();
            run(async(() -> {
                var client = connect(endless);
                client.writeAll(bytes("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" + body))
                        .await();
                settle().await();
                assertEquals(List.of("begun"), events);
                client.close();
                settle().await();
                assertEquals(List.of("begun", "dropped"), events);
            }));
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void whatWasReadAheadIsReadByTheHandler() throws Exception {
        Handler late = Handler.of(request -> {
            sleep(Duration.ofSeconds(1)).await();
            return Response.text(request.body().text().await());
        });
        String body = "x".repeat(Attending.KEPT - 1) + "y".repeat(Attending.KEPT);

        String answer = run(async(() -> {
            try (var client = connect(late)) {
                client.writeAll(bytes(
                                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))
                        .await();
                client.writeAll(bytes(GET.replace("GET", "HEAD").replace("Host: h", "Host: h\r\nConnection: close")))
                        .await();
                return rest(client).await();
            }
        }));

        assertTrue(answer.startsWith(ok(body)), answer.substring(0, 200));
    }

    @Test
    void streamThatIsNotBegunIsClosed() throws Exception {
        Handler handler = request -> ready(Response.stream(
                "a/b", Streams.from(java.util.stream.Stream.of(bytes("x")).onClose(() -> events.add("closed")))));

        for (String request : List.of(GET.replace("GET", "HEAD"), GET.replace("1.1", "1.0"))) {
            answers(handler, request);
        }
        answers(handler.with(next -> asked -> next.handle(asked).map(response -> response.withStatus(204))), GET);

        assertEquals(List.of("closed", "closed", "closed"), events);
    }

    @Test
    void clientThatLeavesInTheMiddleOfItsBodyIsNobodysFailure() throws Exception {
        Handler reader =
                Handler.of(request -> Response.text(request.body().text().await()));

        assertEquals("", answers(reader, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc"));
        assertEquals(
                "", answers(reader, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
        assertEquals("", answers(reader, "POST / HTTP/1.1\r\nHo"));
        assertEquals(List.of(), failures);
    }

    @Test
    void clientThatLeavesClosesTheStreamItWasSent() throws Exception {
        Handler silent = request -> ready(Response.stream("a/b", stream(out -> {
            try {
                out.emit(bytes("x")).await();
                Future<Void> never = pending();
                never.await();
            } finally {
                events.add("closed");
            }
        })));

        run(async(() -> {
            var client = connect(silent);
            client.writeAll(bytes(GET)).await();
            arrived(client).await();
            assertEquals(List.of(), events);
            client.close();
            settle().await();
            assertEquals(List.of("closed"), events);
        }));
    }

    // ---- stopping

    @Test
    void stoppingServerAnswersWhatWasAskedAndClosesWhoAsksNothing() throws Exception {
        Handler slow = Handler.of(request -> {
            sleep(Duration.ofSeconds(5)).await();
            return Response.text("late");
        });
        var idle = ByteStreams.duplex(1024);
        var busy = ByteStreams.duplex(1024);

        run(async(() -> {
            var serving = spawn(server(slow)
                    .serve(Streams.from(List.of(idle, busy)).map(Duplex::second).chain(Streams.pending()), stop));
            busy.first().writeAll(bytes(GET + GET)).await();
            settle().await();
            stop.cancel();
            assertEquals("", rest(idle.first()).await());
            assertEquals(0, seconds());
            assertEquals(
                    head(200, "Content-Type: text/plain; charset=utf-8", "Content-Length: 4", "Connection: close")
                            + "late",
                    rest(busy.first()).await());
            busy.first().close();
            serving.await();
            assertTrue(seconds() <= 6, () -> seconds() + " s");
        }));
    }

    @Test
    void stoppingServerDropsWhatTakesTooLong() throws Exception {
        var connection = ByteStreams.duplex(1024);

        run(async(() -> {
            var serving =
                    spawn(server(endless).serve(Streams.of(connection.second()).chain(Streams.pending()), stop));
            connection.first().writeAll(bytes(GET)).await();
            settle().await();
            stop.cancel();
            serving.await();
        }));

        assertEquals(List.of("begun", "dropped"), events);
        assertEquals(30, seconds());
    }

    @Test
    void serverThatIsDroppedClosesEverything() throws Exception {
        var connection = ByteStreams.duplex(1024);

        run(async(() -> {
            var serving =
                    spawn(server(endless).serve(Streams.of(connection.second()).chain(Streams.pending()), stop));
            connection.first().writeAll(bytes(GET)).await();
            settle().await();
            serving.abort();
            settle().await();
            assertEquals(List.of("begun", "dropped"), events);
            assertEquals("", rest(connection.first()).await());
        }));
    }

    @Test
    void connectionThatIsDroppedUnpolledIsClosed() throws Exception {
        var connection = ByteStreams.duplex(1024);

        server(hello).serveConnection(connection.second(), stop).cancel();

        assertThrows(IOException.class, () -> nowOrNever(connection.first().write(bytes("x"))));
    }
}
