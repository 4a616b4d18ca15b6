package dev.kyoto.console.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium, spoken to by its DevTools protocol. Every script returns a string, so that no JSON has to be understood
 * beyond that.
 */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final Pattern TARGET = Pattern.compile("\"webSocketDebuggerUrl\":\\s*\"(ws://[^\"]+/page/[^\"]+)\"");

    /** The value of the first string member of that name, with its escapes. */
    private static final String STRING = "\":\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"";

    /** Less than a test's time limit, so that what is missing is said; far more than anything takes. */
    private static final long PATIENCE_SECONDS = 200;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final LinkedBlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private int messages;

    private Browser(Process process, Path profile, String address) throws Exception {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Where there is one, or null. */
    static Path find() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    static Browser start(Path program) throws Exception {
        Path profile = Files.createTempDirectory("kyoto-browser");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        try {
            var output = process.inputReader();
            String line;
            while ((line = output.readLine()) != null) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    drain(output);
                    return new Browser(process, profile, page(URI.create(listening.group(1))));
                }
            }
            throw new IOException(program + " has ended before it listened");
        } catch (Exception failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static void drain(java.io.BufferedReader output) {
        Thread thread = new Thread(() -> {
            try (output) {
                while (output.readLine() != null) {
                    continue;
                }
            } catch (IOException end) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String page(URI browser) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(
                        URI.create("http://" + browser.getAuthority() + "/json/list"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        while (true) { // it listens before it has made its first page
            String targets = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher target = TARGET.matcher(targets);
            if (target.find()) {
                return target.group(1);
            }
            Thread.sleep(20);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                replies.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private String call(String method, String parameters) throws Exception {
        int id = ++messages;
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (true) {
            String reply = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (reply == null) {
                throw new IOException("The browser does not answer to " + method);
            }
            if (reply.startsWith("{\"id\":" + id + ",")) {
                return reply;
            }
        }
    }

    void open(URI address) throws Exception {
        evaluate("window.left = true"); // which another document knows nothing of
        call("Page.navigate", "{\"url\":" + quoted(address.toString()) + "}");
        awaitTrue(
                address.getFragment() == null
                        ? "document.readyState === 'complete' && window.left === undefined"
                        : "document.readyState === 'complete' && location.href === " + quoted(address.toString()));
    }

    void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false}");
    }

    /** {@code dark} or {@code light}: what the system prefers. */
    void prefer(String scheme) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":" + quoted(scheme) + "}]}");
    }

    /** A key with a text, such as {@code j}, or a name, such as {@code Enter}. */
    void press(String key) throws Exception {
        String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
        call(
                "Input.dispatchKeyEvent",
                "{\"type\":\"keyDown\",\"key\":" + quoted(key) + ",\"text\":" + quoted(text) + "}");
        call("Input.dispatchKeyEvent", "{\"type\":\"keyUp\",\"key\":" + quoted(key) + "}");
    }

    /** The value of an expression, as text. */
    String evaluate(String expression) throws Exception {
        String reply = call("Runtime.evaluate", "{\"expression\":" + quoted("String(" + expression + ")") + "}");
        if (reply.contains("exceptionDetails")) {
            throw new AssertionError(expression + " failed: " + reply);
        }
        Matcher value = Pattern.compile("\"value" + STRING).matcher(reply);
        return value.find() ? unquoted(value.group(1)) : "";
    }

    String textOf(String selector) throws Exception {
        return evaluate("document.querySelector(" + quoted(selector) + ")?.textContent ?? ''");
    }

    /** Until it is so; the page needs a moment. */
    void awaitTrue(String expression) throws Exception {
        pressUntil(null, expression);
    }

    /** Presses the key again and again, for a page that changes under it, until it is so. */
    void pressUntil(@Nullable String key, String expression) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!evaluate(expression).equals("true")) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + expression + ", in: " + evaluate("document.body.innerText"));
            }
            if (key != null) {
                press(key);
            }
            Thread.sleep(20);
        }
    }

    void screenshot(Path file) throws Exception {
        Matcher data =
                Pattern.compile("\"data" + STRING).matcher(call("Page.captureScreenshot", "{\"format\":\"png\"}"));
        if (!data.find()) {
            throw new IOException("no picture");
        }
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data.group(1)));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\' || c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String unquoted(String json) {
        Matcher escapes = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)").matcher(json);
        return escapes.replaceAll(escape -> Matcher.quoteReplacement(
                escape.group(2) != null
                        ? Character.toString((char) Integer.parseInt(escape.group(2), 16))
                        : switch (escape.group(1)) {
                            case "n" -> "\n";
                            case "t" -> "\t";
                            case "r" -> "\r";
                            default -> escape.group(1);
                        }));
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
