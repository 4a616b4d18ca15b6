package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.failed;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.stream.Streams;
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
}
