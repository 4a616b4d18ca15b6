package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kyoto.futures.stream.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a client goes on to when it is sent elsewhere. */
class RedirectTest extends ClientTestCase {
    @Test
    void redirectsAreFollowedIfThatIsWanted() throws Exception {
        Router router = new Router()
                .get("/a", request -> ready(Response.of(301).withHeader("Location", "b?x#y")))
                .get("/b", request -> ready(Response.of(302).withHeader("Location", "http://other/c")))
                .get(
                        "/c",
                        request -> ready(
                                Response.text(request.header("Host") + request.header("Cookie") + request.header("A"))))
                .post("/p", request -> ready(Response.of(303).withHeader("Location", "/q")))
                .get("/q", request -> ready(Response.text("q" + request.header("Content-Type"))))
                .post("/r", request -> ready(Response.of(307).withHeader("Location", "/s")))
                .post("/s", echo)
                .get("/loop", request -> ready(Response.of(302).withHeader("Location", "/loop")));

        run(async(() -> {
            try (var client = new HttpClient(to(router).withMaxRedirects(3))) {
                Request a =
                        Request.get("http://h/a").withHeader("Cookie", "secret").withHeader("A", "b");
                assertEquals("200 othernullb", text(client, a).await());
                Request p = Request.post("http://h/p", Body.of("x")).withHeader("Content-Type", "a/b");
                assertEquals("200 qnull", text(client, p).await());
                assertEquals(
                        "200 POST /s x",
                        text(client, Request.post("http://h/r", Body.of("x"))).await());
                assertEquals("302 ", get(client, "/loop").await());
                Request gone = Request.post("http://h/r", Body.of(Streams.of(bytes("x"))));
                assertEquals("307 ", text(client, gone).await());
            }
            try (var client = new HttpClient(to(router))) {
                assertEquals("301 ", get(client, "/a").await());
            }
        }));
    }

    @Test
    void responseThatLeadsElsewhereKeepsNothing() throws Exception {
        Router router = new Router()
                .get("/small", request -> ready(moved("x")))
                .get("/large", request -> ready(moved("x".repeat(10_000))))
                .get("/stream", request -> ready(moved("").withBody(Body.of(Streams.of(bytes("x"))))))
                .get("/end", request -> ready(Response.text("end")));

        run(async(() -> {
            try (var client = new HttpClient(to(router).withMaxRedirects(1).withMaxPerOrigin(1))) {
                assertEquals("200 end", get(client, "/small").await());
                assertEquals(1, connected.size());
                assertEquals("200 end", get(client, "/large").await());
                assertEquals(2, connected.size());
                assertEquals("200 end", get(client, "/stream").await());
                assertEquals(3, connected.size());
            }
        }));
    }

    private static Response moved(String body) {
        return Response.text(body).withStatus(302).withHeader("Location", "/end");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h,        b,             http://h/b",
        "http://h?x,      b,             http://h/b",
        "http://h/a/b?x,  c,             http://h/a/c",
        "http://h/a/b?x,  ../c?y,        http://h/c?y",
        "http://h/a/b?x,  ?y,            http://h/a/b?y",
        "http://h/a/b?x,  #f,            http://h/a/b?x",
        "http://h/a/b,    /c#f,          http://h/c",
        "http://h:81/a,   //other/c,     http://other/c",
        "http://h/a,      https://h/c,   https://h/c",
        "http://h/a,      /\u00fc,            http://h/%C3%BC",
    })
    void redirectIsRelativeToWhatWasAsked(String asked, String location, String next) {
        Request redirected = Redirect.next(Request.get(asked), Response.of(301).withHeader("Location", location));

        assertEquals(next, redirected == null ? null : redirected.target());
    }

    @Test
    void redirectNeverLeadsOutOfEncryption() {
        Response away = Response.of(302).withHeader("Location", "http://h/");
        assertNull(Redirect.next(Request.get("https://h/"), away));
        assertNull(Redirect.next(Request.get("http://h/"), Response.of(302).withHeader("Location", "http://[")));
        assertNull(Redirect.next(Request.get("http://h/"), Response.of(302).withHeader("Location", "ftp://h/")));
        assertNull(Redirect.next(Request.get("http://h/"), Response.of(302)));
        assertNull(Redirect.next(Request.get("http://h/"), away.withStatus(200)));
    }
}
