package dev.kyoto.http;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A handler that gives each request to another one, by its method and its path.
 *
 * <pre>{@code
 * var router = new Router()
 *         .get("/users/{id}", this::show)              // request.pathValue("id")
 *         .post("/users", Handler.of(request -> …))
 *         .get("/files/{path...}", this::file)         // all that is left of the path
 *         .mount("/admin", admin.with(this::onlyForAdministrators));
 * }</pre>
 *
 * <p>A pattern is a path whose segments are text, or <code>{name}</code> for any text that is not empty; the last one may be
 * <code>{name...}</code>, for any number of segments that are left. Text goes before a name and a name before the rest, in whatever
 * order routes were added; a slash at the end counts. Segments are compared decoded, so {@code %2F} is within one.
 * <b>The rest is decoded too</b>, and may have {@code ..} in it: who makes a file's path of it checks where that leads.
 *
 * <p>A path that no route has is answered with 404; one that has no such method with 405, and the methods that it has. GET routes
 * answer HEAD, too.
 *
 * <p><b>Threads.</b> Routes are added by one thread, before the router is given to a server.
 */
public final class Router implements Handler {
    /** Where segments of patterns lead to. */
    private static final class Node {
        /** For a segment that is this text. */
        final Map<String, Node> texts = new HashMap<>();

        /** For any segment: one node, or none. What patterns call it is with their routes. */
        final List<Node> any = new ArrayList<>(1);

        /** Of patterns that end here, by method. */
        final Map<String, Route> routes = new LinkedHashMap<>();

        /** Of patterns that end here and take what is left of a path, by method. */
        final Map<String, Route> rests = new LinkedHashMap<>();
    }

    /** @param names of the pattern, in their order */
    private record Route(List<String> names, Handler handler) {}

    /** In place of a method. */
    private static final String EVERY_METHOD = "";

    /** The name of what is left of a path for a mounted handler, which finds it without a name. */
    private static final String REST_OF_A_MOUNT = "";

    private final Node root = new Node();
    private Handler fallback = request -> Futures.failed(new HttpException(404, "There is nothing at this path."));

    /** A router without routes. */
    public Router() {}

    // ---- adding routes

    public Router get(String pattern, Handler handler) {
        return route("GET", pattern, handler);
    }

    public Router post(String pattern, Handler handler) {
        return route("POST", pattern, handler);
    }

    public Router put(String pattern, Handler handler) {
        return route("PUT", pattern, handler);
    }

    public Router patch(String pattern, Handler handler) {
        return route("PATCH", pattern, handler);
    }

    public Router delete(String pattern, Handler handler) {
        return route("DELETE", pattern, handler);
    }

    /**
     * Requests of this method at this path go to {@code handler}.
     *
     * @throws IllegalArgumentException if the pattern is none, or has such a route
     */
    public Router route(String method, String pattern, Handler handler) {
        if (!Syntax.isToken(method)) {
            throw new IllegalArgumentException("\"" + method + "\" is no method.");
        }
        return add(method, pattern, handler);
    }

    /**
     * Requests of whatever method at this path, and below it, go to {@code handler}. If that is a router, perhaps within middleware,
     * its patterns are of what is left of the path; it is {@code /} at the path itself.
     *
     * @throws IllegalArgumentException as in {@link #route}
     */
    public Router mount(String pattern, Handler handler) {
        Objects.requireNonNull(handler, "handler");
        String base = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
        return add(EVERY_METHOD, base + "/{...}", handler);
    }

    /** What no route has goes to {@code handler}; else it is answered with 404. */
    public Router otherwise(Handler handler) {
        fallback = Objects.requireNonNull(handler, "handler");
        return this;
    }

    private Router add(String method, String pattern, Handler handler) {
        Objects.requireNonNull(handler, "handler");
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("A pattern begins with a slash, not as \"" + pattern + "\".");
        }
        Node node = root;
        List<String> names = new ArrayList<>();
        String[] segments = pattern.substring(1).split("/", -1);
        Map<String, Route> routes = null;
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (!segment.startsWith("{") || !segment.endsWith("}")) {
                requireText(segment, pattern);
                node = node.texts.computeIfAbsent(segment, text -> new Node());
                continue;
            }
            boolean isRest = segment.endsWith("...}");
            String name = segment.substring(1, segment.length() - (isRest ? 4 : 1));
            requireText(name, pattern);
            if (names.contains(name) || isRest && i < segments.length - 1 || !isRest && name.isEmpty()) {
                throw new IllegalArgumentException("In the pattern " + pattern
                        + " a name is missing or occurs twice, or something stands behind the rest.");
            }
            names.add(name);
            if (isRest) {
                routes = node.rests;
            } else {
                if (node.any.isEmpty()) {
                    node.any.add(new Node());
                }
                node = node.any.get(0);
            }
        }
        Route route = new Route(List.copyOf(names), handler);
        if ((routes == null ? node.routes : routes).putIfAbsent(method, route) != null) {
            throw new IllegalArgumentException("There is a route for " + method + " " + pattern + " already.");
        }
        return this;
    }

    private static void requireText(String text, String pattern) {
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "In the pattern " + pattern + " a segment is neither text nor a {name}: \"" + text + "\".");
        }
    }

    // ---- finding them

    @Override
    @CancelUnsafe("what the handler has done so far, and the body of the request")
    public Future<Response> handle(Request request) {
        String path = request.unrouted();
        if (path.isEmpty()) {
            return find(request, "/"); // the very path that this was mounted at
        }
        return path.startsWith("/") ? find(request, path) : fallback.handle(request); // the * of OPTIONS is no path
    }

    private Future<Response> find(Request request, String path) {
        Search search;
        try {
            search = new Search(request, path);
            search.at(root, 0);
        } catch (HttpException malformed) {
            return Futures.failed(malformed);
        }
        return search.answer(request, fallback);
    }

    /** One request's way through the nodes. Where one leads nowhere, it goes back and tries the next. */
    private static final class Search {
        private final String method;
        private final String path;
        private final String[] segments;
        private final List<String> values = new ArrayList<>();
        private @Nullable Route found;

        /** The methods of routes that have the path, but not the method; null if there are none. */
        private @Nullable TreeSet<String> allowed;

        /** How much of the path the pattern has used: all of it, but for a rest. */
        private int matched;

        Search(Request request, String path) throws HttpException {
            this.method = request.method();
            this.path = path;
            this.segments = path.substring(1).split("/", -1);
            this.matched = request.unrouted().length();
            for (int i = 0; i < segments.length; i++) {
                segments[i] = Target.decode(segments[i], false);
            }
        }

        /** Whether a route was found below {@code node}, for the segments from {@code index} on. */
        boolean at(Node node, int index) {
            if (index == segments.length) {
                return take(node.routes) || takeRest(node, index);
            }
            Node text = node.texts.get(segments[index]);
            if (text != null && at(text, index + 1)) {
                return true;
            }
            if (!node.any.isEmpty() && !segments[index].isEmpty()) {
                values.add(segments[index]);
                if (at(node.any.get(0), index + 1)) {
                    return true;
                }
                values.remove(values.size() - 1);
            }
            return takeRest(node, index);
        }

        /** The rest may be nothing at all: then it is what a mounted router calls {@code /}. */
        private boolean takeRest(Node node, int index) {
            if (!take(node.rests)) {
                return false;
            }
            StringBuilder rest = new StringBuilder();
            for (int i = index; i < segments.length; i++) {
                rest.append(i == index ? "" : "/").append(segments[i]);
            }
            values.add(rest.toString());
            if (index < segments.length) {
                matched = slashBefore(index);
            }
            return true;
        }

        private int slashBefore(int index) {
            int slash = 0;
            for (int i = 0; i < index; i++) {
                slash = path.indexOf('/', slash + 1);
            }
            return slash;
        }

        private boolean take(Map<String, Route> routes) {
            if (routes.isEmpty()) {
                return false;
            }
            Route route = routes.get(method);
            if (route == null && method.equals("HEAD")) {
                route = routes.get("GET");
            }
            if (route == null) {
                route = routes.get(EVERY_METHOD);
            }
            if (route == null) {
                allowed = allowed == null ? new TreeSet<>() : allowed;
                allowed.addAll(routes.keySet());
                return false;
            }
            found = route;
            return true;
        }

        Future<Response> answer(Request request, Handler fallback) {
            Route route = found;
            if (route != null) {
                return route.handler().handle(request.routed(named(route, request.pathValues()), matched));
            }
            TreeSet<String> others = allowed;
            if (others == null) {
                return fallback.handle(request);
            }
            if (others.contains("GET")) {
                others.add("HEAD");
            }
            return Futures.ready(Response.text("This path has no " + method + ".\n")
                    .withStatus(405)
                    .withHeader("Allow", String.join(", ", others)));
        }

        private Map<String, String> named(Route route, Map<String, String> before) {
            if (values.isEmpty()) {
                return before;
            }
            Map<String, String> all = new LinkedHashMap<>(before);
            for (int i = 0; i < values.size(); i++) {
                all.put(route.names().get(i), values.get(i));
            }
            all.remove(REST_OF_A_MOUNT);
            return all;
        }
    }
}
