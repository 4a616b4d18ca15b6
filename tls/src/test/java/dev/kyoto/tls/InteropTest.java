package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.bytes;
import static dev.kyoto.tls.Peers.client;
import static dev.kyoto.tls.Peers.server;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the programs of others, where they are installed. */
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
        process.waitFor();
        return output;
    }

    /** A client that sends "hello", and shows what it gets and, with {@code options}, more. */
    private static Process openSslClient(int port, TlsVersion version, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        command.addAll(List.of("-servername", "localhost", "-verify_hostname", "localhost", "-verify_return_error"));
        command.addAll(List.of("-CAfile", file("authority"), "-ign_eof", option(version)));
        command.addAll(List.of(options));
        Process openssl = start(command.toArray(new String[0]));
        openssl.getOutputStream().write("hello\n".getBytes(UTF_8));
        openssl.getOutputStream().flush();
        return openssl;
    }

    /** A server that turns each line round. */
    private static Process openSslServer(TlsVersion version, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-rev"));
        command.addAll(List.of("-cert", file("server"), "-key", file("server-key"), option(version)));
        command.addAll(List.of(options));
        return start(command.toArray(new String[0]));
    }

    @ParameterizedTest
    @EnumSource
    void opensslIsAClient(TlsVersion version) throws Exception {
        assumeInstalled("openssl", "version");
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            var serving = runtime.spawn(
                    listener.accept().andThen(server().build()::accept).andThen(InteropTest::answer));
            Process openssl = openSslClient(listener.localAddress().getPort(), version, "-quiet");

            String output = output(openssl);

            assertTrue(output.contains("Kyoto"), output);
            assertEquals(0, openssl.exitValue(), output);
            runtime.blockOn(serving);
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensslIsAClientWithACertificateThatResumesItsSession(TlsVersion version, @TempDir Path folder)
            throws Exception {
        assumeInstalled("openssl", "version");
        String session = folder.resolve("session.pem").toString();
        var acceptor = server().clientCertificates(ClientCertificates.REQUIRED)
                .trust(Peers.authority())
                .build();
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            for (String option : List.of("-sess_out", "-sess_in")) {
                var serving = runtime.spawn(listener.accept()
                        .andThen(acceptor::accept)
                        .andThen(stream -> {
                            var subject = stream.peerCertificates().get(0).getSubjectX500Principal();
                            return answer(stream).map(done -> subject.getName());
                        }));
                Process openssl = openSslClient(
                        listener.localAddress().getPort(),
                        version,
                        "-cert",
                        file("client"),
                        "-key",
                        file("client-key"),
                        option,
                        session);

                String output = output(openssl);

                assertTrue(output.contains("Kyoto"), output);
                assertTrue(output.contains(option.equals("-sess_in") ? "Reused, TLSv1" : "New, TLSv1"), output);
                assertEquals("CN=Kyoto test client", runtime.blockOn(serving));
            }
        }
    }

    /** A line "K" is openssl's command for new keys, here and over there. */
    @Test
    void opensslChangesItsKeys() throws Exception {
        assumeInstalled("openssl", "version");
        try (var runtime = Runtime.builder().workers(1).build();
                var listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"))) {
            var serving = runtime.spawn(
                    listener.accept().andThen(server().build()::accept).andThen(InteropTest::answer));
            int port = listener.localAddress().getPort();
            Process openssl = start(
                    "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-CAfile", file("authority"), "-tls1_3");
            openssl.getOutputStream().write("K\n".getBytes(UTF_8));
            openssl.getOutputStream().flush();
            BufferedReader reader = openssl.inputReader();
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.contains("KEYUPDATE")) { // and not before, since a command has to be read by itself
                    openssl.getOutputStream().write("hello\n".getBytes(UTF_8));
                    openssl.getOutputStream().flush();
                }
            }
            assertTrue(lines.contains("KEYUPDATE") && lines.contains("Kyoto"), lines::toString);
            runtime.blockOn(serving);
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensslIsAServer(TlsVersion version) throws Exception {
        assumeInstalled("openssl", "version");
        Process openssl = openSslServer(version, "-alpn", "kyoto", "-naccept", "1");
        try (var runtime = Runtime.builder().workers(1).build()) {
            int port = portOf(openssl);
            var connector = client().applicationProtocols("kyoto").build();
            TlsStream stream = runtime.blockOn(connect(port, connector));
            assertEquals(version, stream.version());
            assertEquals("kyoto", stream.applicationProtocol());

            assertEquals("olleh", runtime.blockOn(reversed(stream)));

            runtime.blockOn(stream.shutdown());
            assertEquals(-1, runtime.blockOn(stream.read(ByteBuffer.allocate(8))));
            stream.close();
        } finally {
            openssl.destroy();
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensslIsAServerThatWantsACertificateAndKnowsTheSessionAgain(TlsVersion version) throws Exception {
        assumeInstalled("openssl", "version");
        Process openssl = openSslServer(version, "-Verify", "1", "-CAfile", file("authority"), "-verify_return_error");
        try (var runtime = Runtime.builder().workers(1).build()) {
            int port = portOf(openssl);
            var connector = client().identity(Peers.identity("client")).build();
            List<Long> created = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                TlsStream stream = runtime.blockOn(connect(port, connector));
                assertEquals("olleh", runtime.blockOn(reversed(stream)));
                created.add(stream.session().getCreationTime());
                runtime.blockOn(stream.shutdown());
                stream.close();
            }
            assertEquals(created.get(0), created.get(1));
        } finally {
            openssl.destroy();
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensslServerThatIsKilledIsATruncation(TlsVersion version) throws Exception {
        assumeInstalled("openssl", "version");
        Process openssl = openSslServer(version);
        try (var runtime = Runtime.builder().workers(1).build()) {
            TlsStream stream = runtime.blockOn(connect(portOf(openssl), client().build()));
            assertEquals("olleh", runtime.blockOn(reversed(stream)));

            openssl.destroyForcibly();

            assertThrows(TruncatedStreamException.class, () -> runtime.blockOn(stream.read(ByteBuffer.allocate(8))));
            stream.close();
        } finally {
            openssl.destroy();
        }
    }

    private static Future<TlsStream> connect(int port, TlsConnector connector) {
        return TcpStream.connect("127.0.0.1:" + port).andThen(tcp -> connector.connect("localhost", tcp));
    }

    private static Future<String> reversed(TlsStream stream) {
        return stream.writeAll(bytes("hello\n"))
                .andThen(done -> stream.flush())
                .andThen(done -> new BufReader(stream).readLine());
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
