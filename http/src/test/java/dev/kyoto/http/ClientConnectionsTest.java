package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.nowOrNever;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.MockStream;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections a client uses for its requests, and until when. */
class ClientConnectionsTest extends ClientTestCase {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

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
                        connections.stream().map(ClientConnectionsTest::isOpen).toList());
                sleep(Duration.ofSeconds(2)).await();
                assertEquals(
                        List.of(false, true),
                        connections.stream().map(ClientConnectionsTest::isOpen).toList());
                sleep(Duration.ofSeconds(20)).await();
                assertEquals(
                        List.of(false, false),
                        connections.stream().map(ClientConnectionsTest::isOpen).toList());
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
