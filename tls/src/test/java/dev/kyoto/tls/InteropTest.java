package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.bytes;
import static dev.kyoto.tls.Peers.client;
import static dev.kyoto.tls.Peers.server;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.io.BufReader;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the programs of others, where they are installed. */
@Timeout(60)
class InteropTest {
    private static final Pattern ACCEPTS = Pattern.compile("ACCEPT .*:(\\d+)");

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void assumeInstalled(String program, String version) throws Exception {
        Process process;
        try {
            process = start(program, version);
        } catch (IOException e) {
            assumeTrue(false, program + " is not installed here: " + e.getMessage());
            return;
        }
        String output = output(process);
        assumeTrue(process.exitValue() == 0, () -> program + " does not run here: " + output);
    }

    private static String file(String name) {
        return Peers.FOLDER.resolve(name + ".pem").toAbsolutePath().toString();
    }

    private static String option(TlsVersion version) {
        return version == TlsVersion.TLS_1_3 ? "-tls1_3" : "-tls1_2";
    }

    /** Reads lines up to an empty one or {@code "hello"}, and answers what an HTTP client takes for an answer. */
    private static Future<Void> answer(TlsStream stream) {
        var reader = new BufReader(stream);
        return line(reader)
                .andThen(line -> stream.writeAll(bytes("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" + "Kyoto\r\n")))
                .andThen(done -> stream.shutdown())
                .map(done -> {
                    stream.close();
                    return done;
                });
    }

    private static Future<String> line(BufReader reader) {
        return reader.readLine()
                .andThen(line ->
                        line == null || line.isEmpty() || line.equals("hello") ? Futures.ready("") : line(reader));
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return output;
    }

    @ParameterizedTest
    @EnumSource
    void opensslIsAClient(TlsVersion version) throws Exception {
        assumeInstalled("openssl", "version");
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            var serving = runtime.spawn(
                    listener.accept().andThen(server().build()::accept).andThen(InteropTest::answer));
            Process openssl = start(
                    "openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + listener.localAddress().getPort(),
                    "-servername",
                    "localhost",
                    "-verify_hostname",
                    "localhost",
                    "-verify_return_error",
                    "-CAfile",
                    file("authority"),
                    "-ign_eof",
                    "-quiet",
                    option(version));
            openssl.getOutputStream().write("hello\n".getBytes(UTF_8));
            openssl.getOutputStream().flush();

            String output = output(openssl);

            assertTrue(output.contains("Kyoto"), output);
            assertEquals(0, openssl.exitValue(), output);
            runtime.blockOn(serving);
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensslIsAServer(TlsVersion version) throws Exception {
        assumeInstalled("openssl", "version");
        Process openssl = start(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                file("server"),
                "-key",
                file("server-key"),
                "-alpn",
                "kyoto",
                "-naccept",
                "1",
                "-rev",
                option(version));
        try (var runtime = Runtime.builder().workers(1).build()) {
            int port = portOf(openssl);
            var connector = client().applicationProtocols("kyoto").build();
            TlsStream stream = runtime.blockOn(
                    TcpStream.connect("127.0.0.1:" + port).andThen(tcp -> connector.connect("localhost", tcp)));
            assertEquals(version, stream.version());
            assertEquals("kyoto", stream.applicationProtocol());
            runtime.blockOn(stream.writeAll(bytes("hello\n")));

            assertEquals("olleh", runtime.blockOn(new BufReader(stream).readLine()));

            runtime.blockOn(stream.shutdown());
            stream.close();
        } finally {
            openssl.destroy();
        }
    }

    private static int portOf(Process openssl) throws IOException {
        BufferedReader reader = openssl.inputReader();
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            Matcher accepts = ACCEPTS.matcher(line);
            if (accepts.matches()) {
                return Integer.parseInt(accepts.group(1));
            }
        }
        throw new AssertionError("openssl s_server did not start: " + lines);
    }

    @Test
    void curlIsAClient() throws Exception {
        assumeInstalled("curl", "--version");
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            int port = listener.localAddress().getPort();
            var acceptor = server().applicationProtocols("http/1.1").build();
            var serving =
                    runtime.spawn(listener.accept().andThen(acceptor::accept).andThen(InteropTest::answer));
            Process curl = start(
                    "curl",
                    "--silent",
                    "--show-error",
                    "--noproxy",
                    "*",
                    "--cacert",
                    file("authority"),
                    "--resolve",
                    "localhost:" + port + ":127.0.0.1",
                    "https://localhost:" + port + "/");

            String output = output(curl);

            assertEquals("Kyoto\r\n", output);
            assertEquals(0, curl.exitValue());
            runtime.blockOn(serving);
        }
    }
}
