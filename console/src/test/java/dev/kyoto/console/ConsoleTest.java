package dev.kyoto.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may see the console, and that it harms nobody. */
class ConsoleTest {
    private static final ConsoleOptions ANY_PORT = ConsoleOptions.DEFAULT.withPort(0);

    private final Runtime runtime = Runtime.builder()
            .name("watched")
            .workers(1)
            .onBlockedWorker(news -> {})
            .build();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void pageAndItsDataAreServedOnThisMachineOnly() throws Exception {
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            assertEquals("127.0.0.1", console.address().getHost());

            assertTrue(get(console, "/", "").contains("<title>Kyoto console</title>"));
            assertTrue(get(console, "/look?view=tasks", "").contains("\"runtime\":\"watched\""));
            assertEquals(404, status(get(console, "/../module-info.class", "")));
            assertEquals(404, status(get(console, "/views/", "")));
        }
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() throws Exception {
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            for (String path : List.of("/", "/style.css", "/look", "/nothing")) {
                String answer = get(console, path, "").toLowerCase(Locale.ROOT);
                assertTrue(answer.contains("content-security-policy: default-src 'none'; script-src 'self'"), answer);
                assertFalse(answer.contains("unsafe-"), path);
                assertTrue(answer.contains("x-content-type-options: nosniff"), path);
            }
        }
    }

    @Test
    void requestUnderAnotherNameIsRefused() throws Exception {
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            int port = console.address().getPort();

            assertEquals(421, status(ask(console, "GET", "/look", "attacker.example:" + port, "")));
            assertEquals(421, status(ask(console, "GET", "/look", "127.0.0.1.attacker.example:" + port, "")));
            assertEquals(421, status(ask(console, "GET", "/look", "127.0.0.1:1", "")));
            assertEquals(200, status(ask(console, "GET", "/look", "localhost:" + port, "")));
        }
    }

    @Test
    void requestOfAnotherPageIsRefused() throws Exception {
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            int port = console.address().getPort();

            assertEquals(403, status(get(console, "/look", "Origin: http://attacker.example\r\n")));
            assertEquals(403, status(get(console, "/look", "Origin: null\r\n")));
            assertEquals(403, status(get(console, "/look", "Sec-Fetch-Site: cross-site\r\n")));
            assertEquals(200, status(get(console, "/look", "Origin: http://127.0.0.1:" + port + "\r\n")));
        }
    }

    @Test
    void consoleIsOnlyLookedAt() throws Exception {
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            assertEquals(405, status(ask(console, "POST", "/look", host(console), "Content-Length: 0\r\n")));
        }
    }

    @Test
    void tokenIsAskedForAndTakenInThreeWays() throws Exception {
        ConsoleOptions options = ANY_PORT.withRandomToken();
        try (Console console = Console.attach(runtime, options)) {
            String token = options.token();
            assertEquals("token=" + token, console.address().getQuery());

            assertEquals(401, status(get(console, "/", "")));
            assertEquals(401, status(get(console, "/look?token=" + token.substring(1), "")));
            assertEquals(200, status(get(console, "/look", "Authorization: Bearer " + token + "\r\n")));
            String redirect = get(console, "/?token=" + token, "");
            assertEquals(303, status(redirect));
            assertTrue(redirect.contains("HttpOnly; SameSite=Strict"), redirect);
            String cookie = "Cookie: a=b; kyoto-console-" + console.address().getPort() + "=" + token + "\r\n";
            assertEquals(200, status(get(console, "/look", cookie)));
            assertEquals(401, status(get(console, "/look", cookie.replace(token, "0".repeat(token.length())))));
        }
    }

    @Test
    void addressThatOthersReachNeedsAToken() throws Exception {
        ConsoleOptions everywhere = ANY_PORT.withHost("0.0.0.0");

        var refused = assertThrows(IllegalArgumentException.class, () -> Console.attach(runtime, everywhere));
        assertTrue(refused.getMessage().contains("withRandomToken()"), refused::getMessage);
        try (Console console = Console.attach(runtime, everywhere.withRandomToken())) {
            assertEquals(401, status(get(console, "/look", "")));
        }
        assertTrue(ConsoleOptions.parse("0.0.0.0:7000").token() != null);
        assertNull(ConsoleOptions.parse("7000").token());
    }

    @Test
    void takenPortIsSaidWithTheCure() throws Exception {
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            ConsoleOptions same =
                    ConsoleOptions.DEFAULT.withPort(console.address().getPort());

            var taken = assertThrows(BindException.class, () -> Console.attach(runtime, same));

            assertTrue(taken.getMessage().contains("choose another port"), taken::getMessage);
        }
    }

    @Test
    void optionsAreReadFromAFlag() {
        assertEquals(ConsoleOptions.DEFAULT, ConsoleOptions.parse(""));
        assertEquals(ConsoleOptions.DEFAULT, ConsoleOptions.parse("true"));
        assertEquals(new ConsoleOptions("127.0.0.1", 0, null), ConsoleOptions.parse("0"));
        assertEquals(new ConsoleOptions("::1", 7, null), ConsoleOptions.parse("[::1]:7"));
        assertEquals(new ConsoleOptions("localhost", 6670, null), ConsoleOptions.parse("localhost"));
        assertThrows(IllegalArgumentException.class, () -> ConsoleOptions.parse("host:port"));
        assertThrows(IllegalArgumentException.class, () -> ConsoleOptions.DEFAULT.withToken("short"));
        assertFalse(ConsoleOptions.DEFAULT.withRandomToken().toString().matches(".*[0-9a-f]{16}.*"));
    }

    @Test
    void programWhoseEveryWorkerIsStuckCanBeLookedAt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            JoinHandle<Object> stuck = runtime.spawn("stuck", cx -> {
                entered.countDown();
                end.await();
                return Poll.ready(1);
            });
            entered.await();

            assertTrue(get(console, "/look?view=task&id=" + stuck.id(), "").contains("\"task\":\"stuck\""));
        } finally {
            end.countDown();
        }
    }

    @Test
    void consoleHasNoThreadThatKeepsTheProgramFromItsEnd() throws Exception {
        try (Console console = Console.attach(runtime, ANY_PORT)) {
            get(console, "/look", "");

            List<Thread> others = Stream.of(threads())
                    .filter(thread -> thread.getName().startsWith("kyoto-console")
                            || thread.getName().startsWith("HTTP-Dispatcher"))
                    .toList();
            assertTrue(others.size() >= 3, others::toString);
            assertTrue(others.stream().allMatch(Thread::isDaemon), others::toString);
        }
    }

    @Test
    void closedConsoleListensToNobodyAnyMore() throws Exception {
        Console console = Console.attach(runtime, ANY_PORT);
        URI address = console.address();
        console.close();
        console.close();

        assertThrows(IOException.class, () -> new Socket(address.getHost(), address.getPort()).close());
        assertEquals("on", runtime.<String>blockOn(cx -> Poll.ready("on")));
    }

    @Test
    void flagStartsTheConsoleOfAllRuntimes() throws Exception {
        System.setProperty(ConsoleExtension.PROPERTY, "0");
        try (Runtime first = Runtime.builder().name("first").currentThread().build();
                Runtime second =
                        Runtime.builder().name("second").currentThread().build();
                Console console = Console.ofFlag(ConsoleOptions.parse("0"))) {
            String answer = get(console, "/look", "");

            assertTrue(answer.contains("\"first\"") && answer.contains("\"second\""), answer);
        } finally {
            System.clearProperty(ConsoleExtension.PROPERTY);
        }
    }

    private static Thread[] threads() {
        Thread[] threads = new Thread[500];
        int count = Thread.enumerate(threads);
        return Stream.of(threads).limit(count).toArray(Thread[]::new);
    }

    private static String host(Console console) {
        return "127.0.0.1:" + console.address().getPort();
    }

    private static String get(Console console, String path, String headers) throws IOException {
        return ask(console, "GET", path, host(console), headers);
    }

    /** By hand, since a client library sets what is to be tried here. */
    private static String ask(Console console, String method, String path, String host, String headers)
            throws IOException {
        try (Socket socket = new Socket("127.0.0.1", console.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers
                            + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }
}
