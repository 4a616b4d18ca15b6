package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.failed;
import static dev.kyoto.Kyoto.nowOrNever;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.stream.Streams;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.LimitExceededException;
import dev.kyoto.io.MockStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends and what it makes of the answers. */
class ClientTest extends ClientTestCase {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    // ---- what is sent

    @Test
    void requestIsWrittenAsTheRfcWantsIt() throws Exception {
        MockStream peer = MockStream.builder()
                .write("PUT /a?b HTTP/1.1\r\nHost: h:81\r\nContent-Type: a/b\r\nContent-Length: 3\r\n\r\nabc")
                .read("HTTP/1.1 204 No Content\r\n\r\n")
                .write("POST / HTTP/1.1\r\nHost: other\r\nContent-Length: 0\r\n\r\n")
                .read("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n")
                .write("POST / HTTP/1.1\r\nHost: h:81\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
                .read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .write("GET / HTTP/1.1\r\nHost: h:81\r\nConnection: close\r\n\r\n")
                .read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .build();

        run(async(() -> {
            try (var client = new HttpClient(to(peer))) {
                var put = Request.of("PUT", "http://h:81/a?b")
                        .withHeader("Content-Type", "a/b")
                        .withHeader("Content-Length", "7")
                        .withBody(Body.of("abc"));
                assertEquals(204, client.send(put).await().status());
                var post = Request.of("POST", "http://h:81").withHeader("Host", "other");
                assertEquals(200, client.send(post).await().status());
                var stream = Request.post("http://h:81", Body.of(Streams.of(bytes("abc"))));
                assertEquals(200, client.send(stream).await().status());
                var last = Request.get("http://H:81/").withHeader("Connection", "close");
                assertEquals(
                        200,
                        client.send(last.withHeader("Host", "h:81")).await().status());
            }
        }));

        peer.assertFinished();
        assertTrue(peer.isClosed());
        assertEquals(List.of("h:81"), connected);
    }

    @Test
    void bodyIsSentWhileTheResponseComes() throws Exception {
        Handler back = request -> ready(Response.of(200).withBody(Body.of(request.body().stream())));
        Body slow = Body.of(stream(out -> {
            for (String piece : List.of("one", "two", "x".repeat(100_000))) {
                out.emit(bytes(piece)).await();
                sleep(Duration.ofSeconds(1)).await();
            }
        }));

        run(async(() -> {
            try (var client = new HttpClient(to(back))) {
                assertEquals(
                        "200 onetwo" + "x".repeat(100_000),
                        text(client, Request.post("http://h/", slow)).await());
                assertEquals(
                        "200 again",
                        text(client, Request.post("http://h/", Body.of("again")))
                                .await());
            }
        }));
        assertEquals(1, connected.size());
    }

    @Test
    void refusalInTheMiddleOfABodyIsTheResponse() throws Exception {
        Handler refusing = request -> failed(new HttpException(403, "no"));
        boolean[] closed = {false};
        Body endless = Body.of(stream(out -> {
            try {
                while (true) {
                    out.emit(bytes("x".repeat(1000))).await();
                }
            } finally {
                closed[0] = true;
            }
        }));

        run(async(() -> {
            try (var client = new HttpClient(to(refusing))) {
                assertEquals(
                        "403 no\n",
                        text(client, Request.post("http://h/", endless)).await());
                assertTrue(closed[0]);
                assertEquals("403 no\n", get(client, "/").await());
            }
        }));
        assertEquals(2, connected.size());
    }

    @Test
    void failureOfTheBodyIsTheRequestsFailure() throws Exception {
        Body failing = Body.of(stream(out -> {
            out.emit(bytes("x")).await();
            throw new IOException("no more");
        }));

        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                var failure = assertFails(IOException.class, client.send(Request.post("http://h/", failing)))
                        .await();
                assertEquals("no more", failure.getMessage());
            }
        }));
    }

    // ---- what comes back

    @Test
    void responseIsTheSameInPiecesOfAnySize() throws Exception {
        String response = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                + "HTTP/1.1 200 Fine, thanks\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\nT: x\r\n\r\n";
        for (int cut = 0; cut <= response.length(); cut++) {
            MockStream peer = MockStream.builder()
                    .write(GET)
                    .read(response.substring(0, cut))
                    .pause(Duration.ofSeconds(1))
                    .read(response.substring(cut))
                    .write(GET)
                    .read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmore")
                    .build();

            run(async(() -> {
                try (var client = new HttpClient(to(peer))) {
                    assertEquals("200 onetwo", get(client, "/").await());
                    assertEquals("200 more", get(client, "/").await());
                }
            }));
            peer.assertFinished();
        }
    }

    @Test
    void bodyWithoutALengthEndsWithTheConnection() throws Exception {
        MockStream peer = MockStream.builder()
                .write(GET)
                .read("HTTP/1.1 200 OK\r\n\r\nall of it")
                .build();

        run(async(() -> {
            try (var client = new HttpClient(to(peer))) {
                assertEquals("200 all of it", get(client, "/").await());
            }
        }));
        assertTrue(peer.isClosed());
    }

    @Test
    void responseToHeadHasALengthAndNoBody() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                Response response = client.send(Request.of("HEAD", "http://h/")).await();
                assertEquals("7", response.header("Content-Length"));
                assertEquals("", response.body().text().await());
                assertEquals("200 GET / ", get(client, "/").await());
            }
        }));
        assertEquals(1, connected.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SMTP ready\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\nA: b\n\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\na",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            })
    void responseThatIsNoneIsRefused(String response) throws Exception {
        MockStream peer = MockStream.builder().write(GET).read(response).build();

        run(async(() -> {
            try (var client = new HttpClient(to(peer))) {
                var failure =
                        assertFails(ProtocolException.class, get(client, "/")).await();
                assertTrue(
                        failure.getMessage().startsWith("The response to GET http://h/ is malformed: "),
                        failure::toString);
            }
        }));
        assertTrue(peer.isClosed());
    }

    @Test
    void serverThatLeavesBeforeItsEndHasFailed() throws Exception {
        for (String part : List.of("", "HTTP/1.1 200 OK\r\nCon", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab")) {
            MockStream peer = MockStream.builder().write(GET).read(part).build();
            run(async(() -> {
                try (var client = new HttpClient(to(peer))) {
                    assertFails(EOFException.class, get(client, "/")).await();
                }
            }));
            assertTrue(peer.isClosed());
        }
    }

    @Test
    void serverThatIsSilentIsNotWaitedForForever() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(request -> pending()))) {
                assertFails(SocketTimeoutException.class, get(client, "/")).await();
            }
        }));
        assertEquals(60, Duration.ofNanos(clock.nanos()).toSeconds());
    }

    @Test
    void bodyIsLimited() throws Exception {
        run(async(() -> {
            try (var client =
                    new HttpClient(to(request -> ready(Response.text("12345"))).withMaxBody(4))) {
                assertFails(LimitExceededException.class, get(client, "/")).await();
                Response response = client.send(Request.get("http://h/")).await();
                assertEquals("12345", response.body().withLimit(5).text().await());
            }
        }));
    }

    @Test
    void headIsLimited() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nA: " + "b".repeat(60) + "\r\nContent-Length: 0\r\n\r\n";
        for (int bytes : List.of(head.length(), head.length() - 1)) {
            for (int fields = 2; fields >= 1; fields--) {
                MockStream peer = MockStream.builder().write(GET).read(head).build();
                ClientOptions options = to(peer).withMaxHead(bytes).withMaxHeaders(fields);
                boolean fits = bytes == head.length() && fields == 2;
                run(async(() -> {
                    try (var client = new HttpClient(options)) {
                        if (fits) {
                            assertEquals("200 ", get(client, "/").await());
                        } else {
                            assertFails(ProtocolException.class, get(client, "/"))
                                    .await();
                        }
                    }
                }));
            }
        }
    }

    // ---- connections

    @Test
    void connectionServesTheNextRequestWhenTheBodyWasRead() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                for (int i = 0; i < 3; i++) {
                    assertEquals("200 GET /" + i + " ", get(client, "/" + i).await());
                }
                assertEquals(
                        "200 GET / ", text(client, Request.get("http://other/")).await());
            }
        }));
        assertEquals(List.of("h:80", "other:80"), connected);
        for (AsyncReadWrite connection : connections) {
            assertThrows(IOException.class, () -> nowOrNever(connection.write(bytes("x"))));
        }
    }

    @Test
    void connectionWithAnUnreadBodyServesNoOther() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                Response unread = client.send(Request.get("http://h/1")).await();
                assertEquals("200 GET /2 ", get(client, "/2").await());
                unread.body().close();
                assertEquals("200 GET /3 ", get(client, "/3").await());
            }
        }));
        assertEquals(2, connected.size());
    }

    @Test
    void furtherRequestsToAnOriginWait() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(echo).withMaxPerOrigin(1))) {
                Response first = client.send(Request.get("http://h/1")).await();
                var second = spawn(get(client, "/2"));
                assertEquals(
                        "200 GET / ", text(client, Request.get("http://other/")).await());
                settle().await();
                assertFalse(second.isFinished());
                assertEquals("GET /1 ", first.body().text().await());
                assertEquals("200 GET /2 ", second.await());
            }
        }));
        assertEquals(List.of("h:80", "other:80"), connected);
    }

    @Test
    void droppedRequestClosesItsConnectionAndLetsTheNextIn() throws Exception {
        run(async(() -> {
            Handler first = request -> request.path().equals("/1") ? pending() : echo.handle(request);
            try (var client = new HttpClient(to(first).withMaxPerOrigin(1))) {
                var dropped = spawn(get(client, "/1"));
                settle().await();
                dropped.abort();
                assertEquals("200 GET /2 ", get(client, "/2").await());
            }
        }));
        assertEquals(2, connected.size());
    }

    @Test
    void connectionThatTheServerHasClosedIsNotUsedAgain() throws Exception {
        options = options.withIdleTimeout(Duration.ofSeconds(5));
        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                assertEquals("200 GET /1 ", get(client, "/1").await());
                sleep(Duration.ofSeconds(10)).await();
                assertEquals(
                        "200 POST /2 x",
                        text(client, Request.post("http://h/2", Body.of("x"))).await());
            }
        }));
        assertEquals(2, connected.size());
    }

    /** A response that nobody has asked for would be taken for that to the next request. */
    @Test
    void connectionThatBringsTooMuchIsNotUsedAgain() throws Exception {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
        for (boolean isLate : List.of(false, true)) {
            var first = ByteStreams.duplex(1024);
            var second = ByteStreams.duplex(1024);

            run(async(() -> {
                try (var client = new HttpClient(to(first.first(), second.first()))) {
                    first.second()
                            .writeAll(bytes(response + "one" + (isLate ? "" : response + "bad")))
                            .await();
                    assertEquals("200 one", get(client, "/").await());
                    if (isLate) {
                        first.second().writeAll(bytes(response + "bad")).await();
                    }
                    second.second().writeAll(bytes(response + "two")).await();
                    assertEquals("200 two", get(client, "/").await());
                    assertFalse(isOpen(first.second()));
                }
            }));
        }
    }

    @Test
    void connectionThatRestedTooLongIsNotUsedAgain() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                assertEquals("200 GET /1 ", get(client, "/1").await());
                sleep(Duration.ofSeconds(29)).await();
                assertEquals("200 GET /2 ", get(client, "/2").await());
                sleep(Duration.ofSeconds(31)).await();
                assertEquals("200 GET /3 ", get(client, "/3").await());
            }
        }));
        assertEquals(2, connected.size());
    }

    @Test
    void requestIsRepeatedOnlyIfItMayBe() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        run(async(() -> {
            // It closes the connection in the moment in which the second request is sent.
            var first = MockStream.builder().write(GET).read(answer).write(GET).build();
            var second = MockStream.builder()
                    .write(GET)
                    .read(answer)
                    .write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
                    .build();
            try (var client = new HttpClient(to(first, second))) {
                assertEquals("200 ", get(client, "/").await());
                assertEquals("200 ", get(client, "/").await());
                assertEquals(2, connected.size());
                assertFails(IOException.class, text(client, Request.post("http://h", Body.empty())))
                        .await();
                assertEquals(2, connected.size());
            }
        }));
    }

    @Test
    void connectionThatNobodyUsesIsClosedInTime() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                get(client, "/").await();
                sleep(Duration.ofSeconds(20)).await();
                text(client, Request.get("http://other/")).await();
                sleep(Duration.ofSeconds(9)).await();
                assertEquals(
                        List.of(true, true),
                        connections.stream().map(ClientTest::isOpen).toList());
                sleep(Duration.ofSeconds(2)).await();
                assertEquals(
                        List.of(false, true),
                        connections.stream().map(ClientTest::isOpen).toList());
                sleep(Duration.ofSeconds(20)).await();
                assertEquals(
                        List.of(false, false),
                        connections.stream().map(ClientTest::isOpen).toList());
                get(client, "/").await(); // there is no sweep now, so another one begins
                sleep(Duration.ofSeconds(31)).await();
                assertFalse(isOpen(connections.getLast()));
            }
        }));
    }

    private static boolean isOpen(AsyncReadWrite connection) {
        try {
            nowOrNever(connection.write(bytes("x")));
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void closedClientLeavesNoTask() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(to(echo))) {
                get(client, "/").await();
            }
            settle().await();
        }));
        assertEquals(0, runtime.metrics().liveTasks());
    }

    @Test
    void bodyThatIsNotSentIsClosed() throws Exception {
        List<String> closed = new ArrayList<>();
        ClientOptions unreachable = ClientOptions.DEFAULT.withConnector((host, port) -> failed(new ConnectException()));

        run(async(() -> {
            try (var client = new HttpClient(unreachable)) {
                client.send(upload(closed)).cancel();
                assertEquals(List.of("closed"), closed);
                assertFails(ConnectException.class, client.send(upload(closed))).await();
                assertEquals(List.of("closed", "closed"), closed);
            }
        }));
    }

    private static Request upload(List<String> closed) {
        var pieces = java.util.stream.Stream.of(bytes("x")).onClose(() -> closed.add("closed"));
        return Request.post("http://h/", Body.of(Streams.from(pieces)));
    }

    @Test
    void noConnectionIsAClearFailure() throws Exception {
        run(async(() -> {
            try (var client = new HttpClient(ClientOptions.DEFAULT.withConnector((host, port) -> pending()))) {
                var late = assertFails(ConnectException.class, get(client, "/")).await();
                assertTrue(late.getMessage().contains("http://h:80 within PT10S"), late::toString);
                var encrypted = assertFails(ConnectException.class, client.send(Request.get("https://h/")))
                        .await();
                assertTrue(encrypted.getMessage().contains("withTlsConnector"), encrypted::toString);
            }
        }));
        for (String target : List.of("/path", "http://h:0/", "http://h:x/", "http://h:65536", "http://:80")) {
            assertThrows(IllegalArgumentException.class, () -> new HttpClient().send(Request.get(target)), target);
        }
        assertThrows(IllegalArgumentException.class, () -> new HttpClient().send(Request.of("CONNECT", "http://h/")));
    }

    @Test
    void closedClientSendsNoMore() throws Exception {
        run(async(() -> {
            var client = new HttpClient(to(echo));
            assertEquals("200 GET / ", get(client, "/").await());
            client.close();
            assertFails(IllegalStateException.class, get(client, "/")).await();
        }));
    }
}
