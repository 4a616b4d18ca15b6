package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers.
 *
 * <pre>{@code
 * Response.text("Hello")
 * Response.of(201).withHeader("Location", "/users/1")
 * Response.json("{\"error\": \"no such user\"}").withStatus(404)
 * }</pre>
 *
 * <p>How long the body is, whether it comes in chunks, and whether the connection stays open are the server's to say: fields about
 * that are left out when it is sent. So what a client has received can be passed on. {@code Connection: close} is obeyed, and
 * {@code Content-Length} is sent where it announces what is not there: to HEAD, and with the status 304.
 *
 * <p>Immutable, but for a {@linkplain Body body} that is read once. {@link #withHeader} and its kin return others, with the same body.
 */
public final class Response {
    /** What browsers need to be told of; the rest they may save. */
    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("avif", "image/avif"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("gif", "image/gif"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("xml", "application/xml"));

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain; charset=utf-8");
    private static final Headers HTML = Headers.of("Content-Type", "text/html; charset=utf-8");
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    private final int status;
    private final Headers headers;
    private final Body body;

    private Response(int status, Headers headers, Body body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** One that a client has received: everything was checked. */
    static Response received(ResponseHead head, Body body) {
        return new Response(head.status(), head.headers(), body);
    }

    // ---- making one

    /**
     * A response without fields or a body.
     *
     * @param status from 200 to 599
     * @throws IllegalArgumentException if it is no such status
     */
    public static Response of(int status) {
        return new Response(requireFinal(status), Headers.empty(), Body.empty());
    }

    /** With the status 200, as plain text. */
    public static Response text(String text) {
        return new Response(200, TEXT, Body.of(text));
    }

    /** With the status 200, as a page. */
    public static Response html(String html) {
        return new Response(200, HTML, Body.of(html));
    }

    /** With the status 200, as JSON. */
    public static Response json(String json) {
        return new Response(200, JSON, Body.of(json));
    }

    /** With the status 200. The bytes are not copied: they belong to the response from now on. */
    public static Response bytes(String contentType, byte[] bytes) {
        return new Response(200, Headers.of("Content-Type", contentType), Body.of(bytes));
    }

    /**
     * With the status 200 and a body that is sent as it comes: while {@code pieces} waits for its next one, what came before is on
     * its way. It is closed when the client leaves. Should it fail, the connection is closed, so that the client sees that the end
     * is missing.
     */
    public static Response stream(String contentType, Stream<ByteBuffer> pieces) {
        return new Response(200, Headers.of("Content-Type", contentType), Body.of(pieces));
    }

    /**
     * With the status 200 and the content of a file, whose type is guessed by the end of its name. Fails as {@link Body#ofFile}.
     *
     * <p><b>Cancel safety.</b> Nothing is lost, and nothing stays open.
     */
    @CancelSafe
    public static Future<Response> file(Path path) {
        return async(() -> new Response(
                200,
                Headers.of("Content-Type", contentType(path)),
                Body.ofFile(path).await()));
    }

    private static String contentType(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return CONTENT_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    // ---- what it says

    public int status() {
        return status;
    }

    /** Whether the status is from 200 to 299. */
    public boolean isSuccess() {
        return status < 300;
    }

    public Headers headers() {
        return headers;
    }

    /** The value of the first field of this name, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public Body body() {
        return body;
    }

    // ---- others like it

    /**
     * This response with another status.
     *
     * @throws IllegalArgumentException as in {@link #of}
     */
    public Response withStatus(int status) {
        return new Response(requireFinal(status), headers, body);
    }

    /** This response with this field in place of all others of its name. Throws as {@link Headers#with}. */
    public Response withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public Response withHeaders(Headers headers) {
        return new Response(status, headers, body);
    }

    public Response withBody(Body body) {
        return new Response(status, headers, body);
    }

    private static int requireFinal(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("The status of a response is from 200 to 599, not " + status + ".");
        }
        return status;
    }

    @Override
    public String toString() {
        String reason = Status.reason(status);
        return reason.isEmpty() ? "Response[" + status + "]" : "Response[" + status + " " + reason + "]";
    }
}
