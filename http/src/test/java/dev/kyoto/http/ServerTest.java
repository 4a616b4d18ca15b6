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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server answers, byte by byte. */
class ServerTest extends HttpTestCase {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /** Says what it was asked. */
    private final Handler echo = Handler.of(
            request -> Response.text(request + " " + request.body().text().await()));

    private final Handler hello = request -> ready(Response.text("hello"));

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + String.join("", fields) + "\r\n";
    }

    private static String post(String body) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunked(String... chunks) {
        var request = new StringBuilder("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String chunk : chunks) {
            request.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return request.append("0\r\n\r\n").toString();
    }

    // ---- whatever the pieces are in which it comes

    @Test
    void conversationIsTheSameWhereverItIsCut() throws Exception {
        String talk = get("/one") + post("two") + chunked("thr", "ee") + "\r\n" + get("/four", "Connection: close\r\n");
        String expected = ok("GET /one ") + ok("POST / two") + ok("POST / three")
                + head(200, "Content-Type: text/plain; charset=utf-8", "Content-Length: 10", "Connection: close")
                + "GET /four ";

        for (int cut = 0; cut <= talk.length(); cut++) {
            assertEquals(expected, answers(echo, talk.substring(0, cut), talk.substring(cut)), "cut at " + cut);
        }
        assertEquals(expected, answers(echo, talk.split("")));
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTheirOrderAndTogether() throws Exception {
        List<String> order = new ArrayList<>();
        Handler slowFirst = Handler.of(request -> {
            if (request.path().equals("/slow")) {
                sleep(Duration.ofSeconds(1)).await();
            }
            order.add(request.path());
            return Response.text(request.path());
        });

        String first = run(async(() -> {
            try (var client = connect(slowFirst)) {
                client.writeAll(bytes(get("/slow") + get("/a") + get("/b"))).await();
                return arrived(client).await();
            }
        }));

        assertEquals(ok("/slow") + ok("/a") + ok("/b"), first);
        assertEquals(List.of("/slow", "/a", "/b"), order);
    }

    @Test
    void responseLeavesWhileTheHandlerOfTheNextRequestWaits() throws Exception {
        String first = run(async(() -> {
            try (var client = connect(request -> request.path().equals("/a") ? ready(Response.text("a")) : pending())) {
                client.writeAll(bytes(get("/a") + get("/b"))).await();
                return arrived(client).await();
            }
        }));

        assertEquals(ok("a"), first);
    }

    // ---- bodies of responses

    @Test
    void streamIsSentInChunksAsItComes() throws Exception {
        Handler ticks = request -> ready(Response.stream("text/plain", stream(out -> {
            out.emit(bytes("one")).await();
            sleep(Duration.ofSeconds(1)).await();
            out.emit(bytes("")).await();
            out.emit(bytes("x".repeat(10_000))).await();
        })));

        String[] parts = run(async(() -> {
            try (var client = connect(ticks)) {
                client.writeAll(bytes(GET)).await();
                String first = arrived(client).await();
                String[] both = {first, arrived(client).await()};
                return both;
            }
        }));

        assertEquals(head(200, "Content-Type: text/plain", "Transfer-Encoding: chunked") + "3\r\none\r\n", parts[0]);
        assertEquals("2710\r\n" + "x".repeat(10_000) + "\r\n0\r\n\r\n", parts[1]);
    }

    @Test
    void streamComesToItsEnd() throws Exception {
        Handler stream = request -> ready(Response.of(200)
                .withBody(Body.of(Streams.of(bytes("one"), bytes("x".repeat(10_000)), bytes("two")))));

        assertEquals(
                head(200, "Transfer-Encoding: chunked") + "3\r\none\r\n2710\r\n" + "x".repeat(10_000)
                        + "\r\n3\r\ntwo\r\n0\r\n\r\n" + ok(""),
                answers(
                        request -> request.path().equals("/") ? stream.handle(request) : ready(Response.text("")),
                        GET + get("/next")));
    }

    @Test
    void streamOfKnownLengthIsSentAsItIs() throws Exception {
        Handler stream =
                request -> ready(Response.of(200).withBody(Body.of(Streams.of(bytes("one"), bytes("two")), 6)));

        assertEquals(head(200, "Content-Length: 6") + "onetwo", answers(stream, GET));
    }

    @Test
    void streamOfAnotherLengthThanItSaysClosesTheConnection() throws Exception {
        Handler shorter = request -> ready(Response.of(200).withBody(Body.of(Streams.of(bytes("one")), 6)));
        Handler longer = request -> ready(Response.of(200).withBody(Body.of(Streams.of(bytes("onetwothree")), 6)));

        answers(shorter, GET + GET);
        answers(longer, GET + GET);

        assertEquals(2, failures.size());
        assertTrue(failures.get(0).getMessage().contains("was to have 6 bytes, and has only 3"), failures::toString);
    }

    @Test
    void streamThatFailsLeavesItsLastChunkOut() throws Exception {
        Handler failing = request -> ready(Response.of(200).withBody(Body.of(stream(out -> {
            out.emit(bytes("x".repeat(40_000))).await();
            throw new IllegalStateException("no more");
        }))));

        String answer = answers(failing, GET + GET);

        assertTrue(!answer.endsWith("0\r\n\r\n"), answer);
        assertEquals("no more", failures.get(0).getMessage());
        assertEquals(1, failures.size());
    }

    @Test
    void largeBodyFollowsItsHeadUncopied() throws Exception {
        String large = "x".repeat(100_000);

        assertEquals(ok(large) + ok(large), answers(request -> ready(Response.text(large)), GET + GET));
    }

    @Test
    void fileIsSentWithItsLengthAndType(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("page.HTML"), "<p>" + "x".repeat(100_000));

        String answer = answersToTheEnd(request -> Response.file(file), get("/", "Connection: close\r\n"));

        assertEquals(
                head(200, "Content-Type: text/html; charset=utf-8", "Content-Length: 100003", "Connection: close")
                        + Files.readString(file),
                answer);
    }

    @Test
    void headIsAnsweredWithoutABody() throws Exception {
        String head = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n";

        assertEquals(
                head(200, "Content-Type: text/plain; charset=utf-8", "Content-Length: 5") + ok("hello"),
                answers(hello, head + GET));
        assertEquals(
                head(200, "Content-Length: 7"),
                answers(request -> ready(Response.of(200).withHeader("Content-Length", "7")), head));
    }

    @Test
    void someStatusesNeverHaveABody() throws Exception {
        for (int status : List.of(204, 304)) {
            assertEquals(
                    head(status) + head(status),
                    answers(request -> ready(Response.of(status).withBody(Body.of("no"))), GET + GET));
        }
        assertEquals(
                head(304, "ETag: \"a\"", "Content-Length: 7"),
                answers(
                        request -> ready(Response.of(304)
                                .withHeader("Content-Length", "7")
                                .withHeader("ETag", "\"a\"")),
                        GET));
        assertEquals(head(205, "Content-Length: 0"), answers(request -> ready(Response.of(205)), GET));
    }

    @Test
    void fieldsAboutTheConnectionAreTheServersToSay() throws Exception {
        Response passedOn = Response.text("a")
                .withHeader("Content-Length", "100")
                .withHeader("Transfer-Encoding", "gzip")
                .withHeader("Keep-Alive", "timeout=5")
                .withHeader("Connection", "keep-alive, Keep-Alive")
                .withHeader("Date", "yesterday");

        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nDate: yesterday\r\nContent-Length: 1\r\n\r\na",
                answers(request -> ready(passedOn), GET));
    }

    // ---- bodies of requests

    @Test
    void bodyIsStreamedBackAsItComes() throws Exception {
        Handler back = request -> ready(Response.of(200).withBody(Body.of(request.body().stream())));

        String answer = run(async(() -> {
            try (var client = connect(back)) {
                client.writeAll(bytes("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"))
                        .await();
                String first = arrived(client).await();
                client.writeAll(bytes("3\r\ntwo\r\n0\r\n\r\n")).await();
                return first + "|" + arrived(client).await();
            }
        }));

        assertEquals(head(200, "Transfer-Encoding: chunked") + "3\r\none\r\n|3\r\ntwo\r\n0\r\n\r\n", answer);
    }

    @Test
    void bodyThatNobodyReadsIsSkipped() throws Exception {
        String tooMuch = "x".repeat(300 << 10);

        assertEquals(ok("hello") + ok("hello"), answers(hello, post("unread") + GET));
        assertEquals(ok("hello") + ok("hello"), answers(hello, chunked("un", "read") + GET));
        assertTrue(answers(hello, post(tooMuch) + GET).endsWith("Connection: close\r\n\r\nhello"));
        assertEquals(ok("hello"), answers(hello, chunked(tooMuch) + GET));
    }

    @Test
    void bodyIsLimitedUnlessTheHandlerSaysOtherwise() throws Exception {
        options = options.withMaxBody(4);
        Handler generous = Handler.of(
                request -> Response.text(request.body().withLimit(5).text().await()));

        assertEquals(ok("POST / four"), answers(echo, post("four")));
        assertEquals(413, statusOf(answers(echo, post("fiver"))));
        assertEquals(413, statusOf(answers(echo, chunked("fi", "ver"))));
        assertEquals(ok("fiver"), answers(generous, post("fiver")));
        assertEquals(413, statusOf(answers(generous, chunked("six", "ten"))));
        assertEquals(List.of(), failures);
    }

    @Test
    void clientIsToldToGoOnWhenItsBodyIsWanted() throws Exception {
        String asks = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";

        String wanted = run(async(() -> {
            try (var client = connect(echo)) {
                client.writeAll(bytes(asks)).await();
                String first = arrived(client).await();
                client.writeAll(bytes("abc")).await();
                return first + arrived(client).await();
            }
        }));

        assertEquals("HTTP/1.1 100 Continue\r\n\r\n" + ok("POST / abc"), wanted);
        assertEquals(ok("POST / abc"), answers(echo, asks + "abc"));
        assertEquals(
                head(200, "Content-Type: text/plain; charset=utf-8", "Content-Length: 5", "Connection: close")
                        + "hello",
                answers(hello, asks));
        options = options.withMaxBody(2);
        assertEquals(413, statusOf(answers(echo, asks)));
    }

    @Test
    void bodyThatIsNoTextIsTheClientsFault() throws Exception {
        assertEquals(400, statusOf(answers(echo, post("\u00e9"))));
        assertEquals(List.of(), failures);
    }

    @Test
    void bodyIsReadOnce() throws Exception {
        Handler twice = Handler.of(request -> {
            request.body().bytes().await();
            return Response.bytes("a/b", request.body().bytes().await());
        });

        assertEquals(500, statusOf(answers(twice, post("abc"))));
        assertTrue(failures.get(0).getMessage().contains("was read before"), failures::toString);
    }

    // ---- HTTP/1.0

    @Test
    void olderClientsAreAnsweredAsTheyUnderstand() throws Exception {
        Handler stream = request -> ready(Response.of(200).withBody(Body.of(Streams.of(bytes("one"), bytes("two")))));

        assertEquals(
                head(200, "Content-Type: text/plain; charset=utf-8", "Content-Length: 5", "Connection: close")
                        + "hello",
                answers(hello, "GET / HTTP/1.0\r\n\r\n" + GET));
        assertEquals(
                head(200, "Content-Type: text/plain; charset=utf-8", "Content-Length: 5", "Connection: keep-alive")
                        + "hello" + ok("hello"),
                answers(hello, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + GET));
        assertEquals(
                head(200, "Connection: close") + "onetwo",
                answers(stream, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + GET));
    }

    // ---- failures

    @Test
    void handlerThatFailsIsReportedAndAnsweredFor() throws Exception {
        List<Handler> failing = List.of(
                request -> failed(new IllegalStateException("failed")),
                request -> {
                    throw new IllegalStateException("failed");
                },
                Handler.of(request -> {
                    throw new AssertionError("failed");
                }));
        for (Handler handler : failing) {
            String answer = answers(
                    request -> request.path().equals("/") ? handler.handle(request) : hello.handle(request),
                    GET + get("/next"));

            assertEquals(500, statusOf(answer));
            assertTrue(answer.endsWith(ok("hello")), answer);
            assertEquals("failed", failures.remove(0).getMessage());
            assertEquals(List.of(), failures);
        }
    }

    @Test
    void whoeverIsToldOfFailuresMayFail() throws Exception {
        options = options.withOnFailure((request, failure) -> {
            throw new IllegalStateException("on purpose", failure);
        });

        assertEquals(500, statusOf(answers(request -> failed(new IllegalStateException("failed")), GET)));
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void handlerWithoutAResponseHasFailed() throws Exception {
        assertEquals(500, statusOf(answers(request -> null, GET)));
        assertEquals(500, statusOf(answers(request -> ready(null), GET)));
        assertEquals(2, failures.size());
    }

    @Test
    void refusalOfAHandlerIsItsResponse() throws Exception {
        String answer = answers(request -> failed(new HttpException(403, "Not you.")), GET + GET);

        String refused = head(403, "Content-Type: text/plain; charset=utf-8", "Content-Length: 9") + "Not you.\n";
        assertEquals(refused + refused, answer);
        assertEquals(List.of(), failures);
    }
}
