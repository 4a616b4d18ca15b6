package dev.kyoto.http;

import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.net.TcpListener;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server, with a client that everybody has. */
class CurlTest {
    @TempDir
    Path folder;

    private final Runtime runtime = Runtime.builder().workers(2).build();
    private final CancellationToken stop = new CancellationToken();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch dropped = new CountDownLatch(1);
    private final Router router = new Router()
            .get("/hello/{name}", request -> ready(Response.text("Hello " + request.pathValue("name") + "\n")))
            .get("/host", request -> ready(Response.text(request.header("Host") + "\n")))
            .get("/file", request -> Response.file(folder.resolve("file")))
            .get("/endless", Handler.of(request -> {
                try {
                    asked.countDown();
                    Future<Response> never = pending();
                    return never.await();
                } finally {
                    dropped.countDown();
                }
            }))
            .post(
                    "/back",
                    Handler.of(request ->
                            Response.of(200).withBody(Body.of(request.body().withLimit(100 << 20).stream()))))
            .post(
                    "/length",
                    Handler.of(request -> Response.text(request.body().bytes().await().length + " bytes\n")));

    private String address = "";
    private JoinHandle<Void> serving;

    @BeforeAll
    static void requireCurl() {
        assumeTrue(hasCurl(), "curl is not installed");
    }

    @BeforeEach
    void serve() throws Exception {
        TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
        address = "http://127.0.0.1:" + listener.localAddress().getPort();
        serving = runtime.spawn(new HttpServer(router).serve(listener, stop));
    }

    @AfterEach
    void stop() throws Exception {
        stop.cancel();
        runtime.blockOn(serving);
        runtime.close();
    }

    @Test
    void connectionIsKeptUnlessOneSideHasHadEnough() throws Exception {
        String url = address + "/hello/curl";

        assertEquals("Hello curl\n1Hello curl\n0Hello curl\n0", curl("-w", "%{num_connects}", url, url, url));
        assertEquals(
                "Hello curl\n1Hello curl\n0",
                curl("--http1.0", "-H", "Connection: keep-alive", "-w", "%{num_connects}", url, url));
        assertEquals("Hello curl\n1Hello curl\n1", curl("-H", "Connection: close", "-w", "%{num_connects}", url, url));
    }

    @Test
    void bodyGoesInChunksInBothDirections() throws Exception {
        Path sent = random(3 << 20);
        Path head = folder.resolve("head");
        Path received = folder.resolve("received");

        curl(
                "-H",
                "Transfer-Encoding: chunked",
                "--data-binary",
                "@" + sent,
                "-D",
                "" + head,
                "-o",
                "" + received,
                address + "/back");

        assertTrue(Files.readString(head).contains("\r\nTransfer-Encoding: chunked\r\n"), Files.readString(head));
        assertEquals(-1, Files.mismatch(sent, received));
    }

    @Test
    void headIsAnsweredWithoutABodyOnAConnectionThatIsKept() throws Exception {
        String answers = curl("-I", "-w", "%{num_connects}", address + "/hello/curl", address + "/hello/curl");

        assertEquals(
                List.of("HTTP/1.1 200 OK", "1HTTP/1.1 200 OK", "0"),
                answers.lines().filter(line -> line.matches("\\d?HTTP.*|\\d")).toList());
        assertEquals(2, answers.split("Content-Length: 11\r\n", -1).length - 1, answers);
    }

    @Test
    void clientThatAsksWhetherItMaySendIsTold() throws Exception {
        Path body = random(1 << 20);

        String told = curl(
                "-i",
                "-H",
                "Expect: 100-continue",
                "--expect100-timeout",
                "50",
                "--data-binary",
                "@" + body,
                address + "/length");
        assertTrue(told.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), told);
        assertTrue(told.endsWith("\r\n\r\n1048576 bytes\n"), told);

        Path tooMuch = random(3 << 20); // more than the 2 MiB that a handler reads unless it says otherwise
        assertEquals(
                "413 0",
                curl(
                        "-H",
                        "Expect: 100-continue",
                        "--expect100-timeout",
                        "50",
                        "--data-binary",
                        "@" + tooMuch,
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code} %{size_upload}",
                        address + "/length"));
    }

    @Test
    void largeFileArrivesWhole() throws Exception {
        Path file = Files.move(random(64 << 20), folder.resolve("file"));
        Path received = folder.resolve("received");

        assertEquals(
                "200 application/octet-stream 67108864",
                curl("-o", "" + received, "-w", "%{http_code} %{content_type} %{size_download}", address + "/file"));
        assertEquals(-1, Files.mismatch(file, received));
        Files.delete(file);
        assertEquals("500", curl("-o", "/dev/null", "-w", "%{http_code}", address + "/file"));
    }

    @Test
    void proxysFormOfATargetNamesTheHost() throws Exception {
        assertEquals("example.test:81\n", curl("-x", address, "http://example.test:81/host"));
    }

    @Test
    void bothLengthsAtOnceAreRefused() throws Exception {
        String refused = curl(
                "-i",
                "-H",
                "Content-Length: 3",
                "-H",
                "Transfer-Encoding: chunked",
                "--data",
                "abc",
                address + "/length");

        assertTrue(refused.startsWith("HTTP/1.1 400 Bad Request\r\n"), refused);
        assertTrue(refused.contains("\r\nConnection: close\r\n"), refused);
    }

    @Test
    void clientThatGivesUpIsMissed() throws Exception {
        Process process = start(address + "/endless");
        asked.await();

        process.destroy();

        dropped.await();
        assertFalse(serving.isFinished());
    }

    private Path random(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(Files.createTempFile(folder, "random", ""), content);
    }

    private static boolean hasCurl() {
        try {
            return new ProcessBuilder("curl", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static String curl(String... arguments) throws Exception {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "-s"));
        if (List.of(arguments).contains("-x")) {
            command.addAll(List.of("--noproxy", ""));
        } else {
            command.addAll(List.of("--noproxy", "*"));
        }
        command.addAll(List.of("--max-time", "200"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
