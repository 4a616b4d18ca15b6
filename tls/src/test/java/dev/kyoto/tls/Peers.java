package dev.kyoto.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.io.AsyncWrite;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.Duplex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Who talks to whom in the tests, with what certificates. */
final class Peers {
    static final Path FOLDER = Path.of("src", "test", "resources", "certificates");

    /** As much as a pipe holds unless it is told otherwise. */
    static final int ROOMY = 1 << 16;

    /** Two ends of a connection. */
    record Pair(TlsStream client, TlsStream server) {}

    private Peers() {}

    static String pem(String name) {
        try {
            return Files.readString(FOLDER.resolve(name + ".pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TlsIdentity identity(String name) {
        return TlsIdentity.ofPem(pem(name), pem(name + "-key"));
    }

    static TrustAnchors authority() {
        return TrustAnchors.ofPem(pem("authority"));
    }

    static TlsConnector.Builder client() {
        return TlsConnector.builder().trust(authority());
    }

    static TlsAcceptor.Builder server() {
        return TlsAcceptor.builder().identity(identity("server"));
    }

    static Pair connected() throws Exception {
        return connected(client().build(), server().build(), ROOMY);
    }

    static Pair connected(TlsVersion version, int capacity) throws Exception {
        return connected(client().versions(version).build(), server().build(), capacity);
    }

    static Pair connected(TlsConnector connector, TlsAcceptor acceptor, int capacity) throws Exception {
        Duplex below = ByteStreams.duplex(capacity);
        return connected(connector, acceptor, below.first(), below.second());
    }

    static Pair connected(TlsConnector connector, TlsAcceptor acceptor, AsyncReadWrite client, AsyncReadWrite server)
            throws Exception {
        var ends = Together.ends(connector.connect("localhost", client), acceptor.accept(server));
        return new Pair(ends.first().get(), ends.second().get());
    }

    /** Sends {@code bytes}, and nothing after them. */
    static Future<Void> sendAll(TlsStream from, byte[] bytes) {
        return from.writeAll(ByteBuffer.wrap(bytes)).andThen(done -> from.shutdown());
    }

    static Future<Void> writeAndFlush(AsyncWrite to, byte[] bytes) {
        return to.writeAll(ByteBuffer.wrap(bytes)).andThen(done -> to.flush());
    }

    /** A message each way, without an end. */
    static void exchange(Pair pair) throws Exception {
        say(pair.client(), pair.server(), "there");
        say(pair.server(), pair.client(), "and back");
    }

    static void say(TlsStream from, TlsStream to, String text) throws Exception {
        ByteBuffer heard = ByteBuffer.allocate(text.getBytes(UTF_8).length);
        Together.run(to.readExact(heard), writeAndFlush(from, text.getBytes(UTF_8)));
        if (!text(heard).equals(text)) {
            throw new AssertionError("Said was \"" + text + "\", heard \"" + text(heard) + "\"");
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String text(ByteBuffer written) {
        return UTF_8.decode(written.duplicate().flip()).toString();
    }

    /** Bytes of which no two stretches are alike. */
    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    static Future<byte[]> everything(AsyncReadWrite from) {
        return from.readToEnd(Integer.MAX_VALUE - 8);
    }
}
