package dev.kyoto.http;

import static dev.kyoto.Kyoto.blockOn;
import static dev.kyoto.Kyoto.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which handler a request goes to, without a server. */
class RouterTest {
    private final Router router = new Router()
            .get("/", says("root"))
            .get("/users", says("users"))
            .post("/users", says("new user"))
            .get("/users/me", says("me"))
            .get("/users/{id}", request -> ready(Response.text("user " + request.pathValue("id"))))
            .delete("/users/{name}", request -> ready(Response.text("delete " + request.pathValue("name"))))
            .get(
                    "/users/{id}/posts/{post}",
                    request -> ready(Response.text(request.pathValue("id") + " " + request.pathValue("post"))))
            .get("/users/me/{thing}", says("my thing"))
            .get("/files/{path...}", request -> ready(Response.text("file " + request.pathValue("path"))))
            .get("/files/readme", says("readme"))
            .mount(
                    "/teams/{team}",
                    new Router()
                            .get("/", request -> ready(Response.text("team " + request.pathValue("team"))))
                            .get(
                                    "/members/{id}",
                                    request -> ready(Response.text(request.pathValue("team") + " "
                                            + request.pathValue("id") + " " + request.path())))
                            .mount("/deep", new Router().get("/er", says("deeper"))))
            .mount("/any", request -> ready(Response.text(request.method() + " any")));

    private static Handler says(String text) {
        return request -> ready(Response.text(text));
    }

    private Response route(String method, String target) throws Exception {
        return blockOn(router.handle(Request.of(method, target)));
    }

    private static String text(Response response) {
        return UTF_8.decode(response.body().memory().duplicate()).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "/, root",
        "/?query, root",
        "http://host, root",
        "/users, users",
        "/users/me, me",
        "/users/7, user 7",
        "/users/a%2Fb%20c, user a/b c",
        "/users/%C3%A9, user é",
        "/us%65rs/me, me",
        "/users/7/posts/8, 7 8",
        "/users/me/posts/8, me 8",
        "/users/me/it, my thing",
        "/files/a/b, file a/b",
        "/files/a//b/, file a//b/",
        "/files, 'file '",
        "/files/readme, readme",
        "/teams/blue, team blue",
        "/teams/blue/, team blue",
        "/teams/blue/members/7, blue 7 /teams/blue/members/7",
        "/teams/blue/deep/er, deeper",
        "/any, GET any",
        "/any/thing, GET any",
    })
    void pathLeadsTo(String target, String expected) throws Exception {
        assertEquals(expected, text(route("GET", target)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/users/",
                "/users/7/",
                "/users/7/posts",
                "//",
                "/teams",
                "/teams/blue/x",
                "/anything"
            })
    void pathLeadsNowhere(String target) {
        var failure = assertThrows(HttpException.class, () -> route("GET", target));
        assertEquals(404, failure.status());
    }

    @Test
    void methodDecidesAmongRoutesOfAPath() throws Exception {
        assertEquals("new user", text(route("POST", "/users")));
        assertEquals("delete me", text(route("DELETE", "/users/me")));
        assertEquals("users", text(route("HEAD", "/users")));
        assertEquals("PATCH any", text(route("PATCH", "/any")));
    }

    @Test
    void methodThatAPathHasNotIsToldWhichItHas() throws Exception {
        Response response = route("PUT", "/users/me");

        assertEquals(405, response.status());
        assertEquals("DELETE, GET, HEAD", response.header("Allow"));
        assertEquals(405, route("POST", "/teams/blue").status());
    }

    @Test
    void malformedPathIsRefused() {
        for (String target : List.of("/users/%", "/users/%4", "/users/%zz", "/users/%ff", "/users/a%00b")) {
            var failure = assertThrows(HttpException.class, () -> route("GET", target), target);
            assertEquals(400, failure.status());
        }
    }

    @Test
    void whatNoRouteHasGoesToTheFallback() throws Exception {
        router.otherwise(says("fallback"));

        assertEquals("fallback", text(route("GET", "/nothing")));
        assertEquals("fallback", text(route("OPTIONS", "*")));
        assertEquals(405, route("PUT", "/users/me").status());
    }

    @Test
    void middlewareStandsAroundARouter() throws Exception {
        Handler guarded = router.with(next -> request -> request.header("Password") == null
                ? ready(Response.of(401))
                : next.handle(request).map(response -> response.withHeader("Seen", "yes")));

        assertEquals(401, blockOn(guarded.handle(Request.get("/"))).status());
        assertEquals(
                "yes",
                blockOn(guarded.handle(Request.get("/").withHeader("Password", "x")))
                        .header("Seen"));
        Router outer = new Router().mount("/in", guarded);
        assertEquals("me", text(blockOn(outer.handle(Request.get("/in/users/me").withHeader("Password", "x")))));
    }

    @Test
    void patternsThatSayNothingAreRefused() {
        for (String pattern : List.of("", "users", "/{}", "/{a}/{a}", "/{a...}/b", "/a{b}", "/{a{b}", "/{")) {
            assertThrows(IllegalArgumentException.class, () -> new Router().get(pattern, says("")), pattern);
        }
        assertThrows(IllegalArgumentException.class, () -> router.get("/users/{other}", says("")));
        assertThrows(IllegalArgumentException.class, () -> router.route("G T", "/", says("")));
        var failure = assertThrows(
                IllegalArgumentException.class, () -> Request.get("/").pathValue("id"));
        assertTrue(failure.getMessage().contains("{id}"), failure.getMessage());
    }

    @Test
    void queryIsReadAsFormsEncodeIt() throws Exception {
        Request request = Request.get("/path?a=1&b=x+y%21&a=2&c&=d");

        assertEquals("1", request.queryValue("a"));
        assertEquals(List.of("1", "2"), request.queryValues("a"));
        assertEquals("x y!", request.queryValue("b"));
        assertEquals("", request.queryValue("c"));
        assertNull(request.queryValue("d"));
        assertEquals("a=1&b=x+y%21&a=2&c&=d", request.query());
        assertNull(Request.get("/").query());
        assertEquals(
                400,
                assertThrows(HttpException.class, () -> Request.get("/?a=%").queryValue("a"))
                        .status());
    }
}
