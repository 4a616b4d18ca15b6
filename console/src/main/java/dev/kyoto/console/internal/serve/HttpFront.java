package dev.kyoto.console.internal.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's small HTTP server, on daemon threads of its own, in front of what the console has to say. A page asks for what it
 * shows, and asks again when it has got it: so a slow one gets less, and nothing waits for it in memory. One that takes too long
 * to read its answer is disconnected.
 */
public final class HttpFront implements AutoCloseable {
    /** Pages that ask at the same time; others are disconnected, and come again. */
    private static final int MOST_THREADS = 16;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** From this length on it takes longer to send than to compress. */
    private static final int WORTH_COMPRESSING = 1400;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final Gate gate;
    private final ThreadPoolExecutor threads;
    private final Function<Map<String, String>, String> answers;
    private final LongSupplier clock;
    private final Map<HttpExchange, Long> answering = new ConcurrentHashMap<>();

    /**
     * Serves at once.
     *
     * @param token what who asks must bring, or null
     * @param answers what the page asks for: from the parameters of its request to JSON
     * @throws BindException if the address is taken, with a message that says so
     */
    public HttpFront(InetSocketAddress address, @Nullable String token, Function<Map<String, String>, String> answers)
            throws IOException {
        this(address, token, answers, System::nanoTime);
    }

    /** @param clock nanoseconds, for the patience with those that read slowly */
    HttpFront(
            InetSocketAddress address,
            @Nullable String token,
            Function<Map<String, String>, String> answers,
            LongSupplier clock)
            throws IOException {
        try {
            server = HttpServer.create(address, 0);
        } catch (BindException taken) {
            BindException named = new BindException("The console cannot listen at " + address.getHostString() + ":"
                    + address.getPort() + ": " + taken.getMessage()
                    + ". Another console may be there; choose another port, or 0 for any that is free.");
            named.initCause(taken);
            throw named;
        }
        this.gate = new Gate(
                new InetSocketAddress(address.getAddress(), server.getAddress().getPort()), token);
        this.answers = answers;
        this.clock = clock;
        AtomicInteger numbers = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                1,
                MOST_THREADS,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "kyoto-console-http-" + numbers.incrementAndGet()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        startAsDaemon();
    }

    /** The server's own thread is a daemon only if the one that starts it is: it must not keep the program from its end. */
    private void startAsDaemon() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        daemon(
                        () -> {
                            try {
                                server.start();
                                started.complete(null);
                            } catch (Throwable failure) {
                                started.completeExceptionally(failure);
                            }
                        },
                        "kyoto-console-start")
                .start();
        started.join();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** An address as it stands in a URL. */
    public static String literal(java.net.InetAddress address) {
        return Gate.literal(address);
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Disconnects those that take too long to read. To be called now and then. */
    public void disconnectSlow() {
        long now = clock.getAsLong();
        answering.forEach((exchange, begun) -> {
            if (now - begun > PATIENCE_NANOS) {
                exchange.close();
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        answering.put(exchange, clock.getAsLong());
        try (exchange) {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            Gate.Refusal refusal = gate.refusal(exchange.getRequestHeaders(), query.get("token"));
            if (refusal != null) {
                reply(exchange, refusal.status(), "text/plain; charset=utf-8", bytes(refusal.reason() + "\n"));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                reply(exchange, 405, "text/plain; charset=utf-8", bytes("The console is only looked at: use GET.\n"));
            } else {
                answer(exchange, query);
            }
        } catch (RuntimeException defect) {
            System.getLogger("dev.kyoto.console")
                    .log(
                            System.Logger.Level.WARNING,
                            "The console could not answer " + exchange.getRequestURI(),
                            defect);
        } finally {
            answering.remove(exchange);
        }
    }

    private void answer(HttpExchange exchange, Map<String, String> query) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/look")) {
            reply(exchange, 200, "application/json", bytes(answers.apply(query)));
            return;
        }
        Asset asset = Asset.find(path);
        if (asset == null) {
            reply(exchange, 404, "text/plain; charset=utf-8", bytes("There is nothing here. The console is at /.\n"));
        } else if (path.equals("/") && gate.isToken(query.get("token"))) {
            // Out of the address, which ends up in the history.
            exchange.getResponseHeaders()
                    .set(
                            "Set-Cookie",
                            gate.cookieName() + "=" + query.get("token") + "; HttpOnly; SameSite=Strict; Path=/");
            exchange.getResponseHeaders().set("Location", "/");
            reply(exchange, 303, "text/plain; charset=utf-8", new byte[0]);
        } else {
            reply(exchange, 200, asset.type(), asset.bytes());
        }
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
        byte[] sent = body;
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (body.length >= WORTH_COMPRESSING && accepted != null && accepted.contains("gzip")) {
            headers.set("Content-Encoding", "gzip");
            sent = compressed(body);
        }
        if (exchange.getRequestMethod().equals("HEAD") || sent.length == 0) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, sent.length);
            exchange.getResponseBody().write(sent);
        }
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(body);
        }
        return out.toByteArray();
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> parameters = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
