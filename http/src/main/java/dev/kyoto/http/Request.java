package dev.kyoto.http;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server. A {@link Handler} is given them; for an {@link HttpClient} they are made:
 *
 * <pre>{@code
 * Request.get("http://127.0.0.1:8080/users/1")
 * Request.post("http://127.0.0.1:8080/users", Body.of(json)).withHeader("Content-Type", "application/json")
 * }</pre>
 *
 * <p>Immutable, but for a {@linkplain Body body} that is read once. {@link #withHeader} and its kin return others, with the same body.
 */
public final class Request {
    private final String method;
    private final String rawTarget;
    private final Target target;
    private final Headers headers;
    private final Body body;

    /** What the router has found in the path, and how much of the path it has looked at. */
    private final Map<String, String> pathValues;

    private final int routed;
    private final @Nullable SocketAddress peer;

    private Request(
            String method,
            String rawTarget,
            Target target,
            Headers headers,
            Body body,
            Map<String, String> pathValues,
            int routed,
            @Nullable SocketAddress peer) {
        this.method = method;
        this.rawTarget = rawTarget;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.pathValues = pathValues;
        this.routed = routed;
        this.peer = peer;
    }

    /** One that a server has received: everything was checked. */
    static Request received(RequestHead head, Target target, Headers headers, Body body, @Nullable SocketAddress peer) {
        return new Request(head.method(), head.target(), target, headers, body, Map.of(), 0, peer);
    }

    /** {@link #of}, with the method GET. */
    public static Request get(String target) {
        return of("GET", target);
    }

    /** {@link #of}, with the method POST. */
    public static Request post(String target, Body body) {
        return of("POST", target).withBody(body);
    }

    /**
     * A request without fields or a body.
     *
     * @param method such as {@code PUT}; capital and small letters differ
     * @param target for a client an address such as {@code http://host:8080/path?query}, for a handler that is called by a test
     *     the path will do. What is no ASCII, a space, or {@code #} has to be encoded.
     * @throws IllegalArgumentException if the method or the target cannot be one
     */
    public static Request of(String method, String target) {
        if (!Syntax.isToken(method)) {
            throw new IllegalArgumentException("\"" + method + "\" is no method.");
        }
        if (!Syntax.isTarget(target)) {
            throw new IllegalArgumentException(
                    "The target \"" + target + "\" is empty, or has a space, a # or something"
                            + " beyond ASCII. Encode these, for example with URLEncoder.");
        }
        return new Request(method, target, Target.parse(target), Headers.empty(), Body.empty(), Map.of(), 0, null);
    }

    // ---- what it asks

    public String method() {
        return method;
    }

    /** What it is for, as it was sent: {@code /path?query}. */
    public String target() {
        return rawTarget;
    }

    /** The target's path, as it was sent; what is encoded in it is not decoded, as {@link #pathValue} is. */
    public String path() {
        return target.path();
    }

    /** What is behind the target's question mark, as it was sent, or null. */
    public @Nullable String query() {
        return target.query();
    }

    /**
     * The decoded value of the first parameter of this name in the query, or null if there is none.
     *
     * @throws HttpException with the status 400 if the query is not encoded as forms are
     */
    public @Nullable String queryValue(String name) throws HttpException {
        List<String> values = queryValues(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The decoded values of all parameters of this name in the query, in their order. Otherwise as {@link #queryValue}. */
    public List<String> queryValues(String name) throws HttpException {
        return List.copyOf(target.values(Objects.requireNonNull(name, "name")));
    }

    /**
     * The decoded part of the path that stands where a {@link Router}'s pattern has <code>{name}</code>.
     *
     * @throws IllegalArgumentException if the pattern has no such name
     */
    public String pathValue(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "} in its pattern, but "
                    + (pathValues.isEmpty() ? "none" : pathValues.keySet()) + ".");
        }
        return value;
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

    /** Where it came from, if it came over a socket: the other end of the connection, which may be a proxy's. */
    public @Nullable SocketAddress peerAddress() {
        return peer;
    }

    // ---- others like it

    /** This request with this field in place of all others of its name. Throws as {@link Headers#with}. */
    public Request withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public Request withHeaders(Headers headers) {
        return new Request(method, rawTarget, target, headers, body, pathValues, routed, peer);
    }

    public Request withBody(Body body) {
        return new Request(method, rawTarget, target, headers, body, pathValues, routed, peer);
    }

    // ---- for routers and clients

    Target parsedTarget() {
        return target;
    }

    /** What no router has looked at yet. */
    String unrouted() {
        return routed == 0 ? target.path() : target.path().substring(routed);
    }

    /** @param values those that were found, with those found before */
    Request routed(Map<String, String> values, int length) {
        return new Request(method, rawTarget, target, headers, body, values, routed + length, peer);
    }

    Map<String, String> pathValues() {
        return pathValues;
    }

    @Override
    public String toString() {
        return method + " " + rawTarget;
    }
}
