package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.net.TcpListener;
import dev.kyoto.net.TcpStream;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.tls.TlsAcceptor;
import dev.kyoto.tls.TlsConnector;
import dev.kyoto.tls.TlsIdentity;
import dev.kyoto.tls.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP where nobody on the way reads along: the server and the client over {@code kyoto-tls}, which they know nothing of. */
class HttpsTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    static Path folder;

    private static KeyStore keys;
    private static X509Certificate certificate;

    private final Runtime runtime = Runtime.builder().workers(2).build();
    private final CancellationToken stop = new CancellationToken();
    private int port;
    private JoinHandle<Void> serving;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        output(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        certificate = (X509Certificate) keys.getCertificate("server");
    }

    @BeforeEach
    void serve() throws Exception {
        TlsAcceptor acceptor = TlsAcceptor.builder()
                .identity(TlsIdentity.ofKeyStore(keys, PASSWORD))
                .build();
        TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
        port = listener.localAddress().getPort();
        serving = runtime.spawn(new HttpServer(
                        request -> ready(Response.text("Hello in private\n")),
                        ServerOptions.DEFAULT.withHandshake(acceptor::accept))
                .serve(listener, stop));
    }

    @AfterEach
    void stop() throws Exception {
        stop.cancel();
        runtime.blockOn(serving);
        runtime.close();
    }

    @Test
    void clientThatTrustsTheServerIsAnsweredOnOneConnection() throws Exception {
        TlsConnector trusting = TlsConnector.builder()
                .trust(TrustAnchors.of(List.of(certificate)))
                .build();
        try (HttpClient client = client(trusting)) {
            assertEquals("Hello in private\n", get(client));
            assertEquals("Hello in private\n", get(client));
        }
    }

    @Test
    void clientThatDoesNotKnowTheServerAsksItNothing() {
        try (HttpClient client = client(TlsConnector.create())) {
            Exception failure = assertThrows(IOException.class, () -> get(client));
            assertTrue(
                    failure instanceof SSLException || failure.getCause() instanceof SSLException, failure::toString);
        }
    }

    @Test
    void clientThatSpeaksPlainlyIsNotAnsweredAndOthersAre() throws Exception {
        try (HttpClient plain = new HttpClient()) {
            assertThrows(
                    IOException.class,
                    () -> runtime.blockOn(plain.send(Request.get("http://127.0.0.1:" + port + "/"))));
        }
        clientThatTrustsTheServerIsAnsweredOnOneConnection();
    }

    @Test
    void curlIsAnswered() throws Exception {
        assumeTrue(hasCurl(), "curl is not installed");
        Path trusted = Files.writeString(
                folder.resolve("server.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        String url = "https://localhost:" + port + "/";

        assertEquals(
                "Hello in private\n1Hello in private\n0",
                output("curl", "-sS", "-4", "--cacert", trusted.toString(), "-w", "%{num_connects}", url, url));
    }

    private HttpClient client(TlsConnector tls) {
        return new HttpClient(ClientOptions.DEFAULT.withTlsConnector((host, tcpPort) -> async(() -> {
            TcpStream tcp = TcpStream.connect("127.0.0.1:" + tcpPort).await();
            return tls.connect(host, tcp).await();
        })));
    }

    private String get(HttpClient client) throws Exception {
        Future<String> text = async(() -> {
            Response response =
                    client.send(Request.get("https://localhost:" + port + "/")).await();
            return response.body().text().await();
        });
        return runtime.blockOn(text);
    }

    private static boolean hasCurl() {
        try {
            output("curl", "--version");
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + " failed: " + said);
            }
            return said;
        } catch (InterruptedException e) {
            process.destroy();
            throw new IOException(e);
        }
    }
}
