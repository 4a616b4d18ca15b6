package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.authority;
import static dev.kyoto.tls.Peers.bytes;
import static dev.kyoto.tls.Peers.client;
import static dev.kyoto.tls.Peers.connected;
import static dev.kyoto.tls.Peers.identity;
import static dev.kyoto.tls.Peers.pem;
import static dev.kyoto.tls.Peers.server;
import static dev.kyoto.tls.Together.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.io.ByteStreams;
import dev.kyoto.tls.Peers.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that fail: both sides are told why, what to do about it, and the streams below are closed. */
class RefusalTest {
    /** How both sides fail. */
    private record Failures(Exception client, Exception server) {}

    private static Failures refused(TlsConnector connector, TlsAcceptor acceptor) throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        var client = new Wire(below.first());
        var server = new Wire(below.second());
        var ends = Together.ends(connector.connect("localhost", client), acceptor.accept(server));
        var failures = new Failures(failure(ends.first()), failure(ends.second()));
        assertTrue(client.isClosed() && server.isClosed());
        return failures;
    }

    private static void assertSays(String what, Exception failure) {
        assertInstanceOf(SSLException.class, failure);
        assertTrue(failure.getMessage().contains(what), failure::toString);
    }

    @ParameterizedTest
    @EnumSource
    void certificateOfAStrangerIsNotTrusted(TlsVersion version) throws Exception {
        var connector = client().trust(TrustAnchors.ofPem(pem("stranger")))
                .versions(version)
                .build();
        var failures = refused(connector, server().build());
        assertSays("TrustAnchors.ofPem", failures.client());
        assertSays("localhost", failures.client());
        assertInstanceOf(SSLHandshakeException.class, failures.client());
        assertSays("does it trust who signed it", failures.server());
    }

    @Test
    void certificateOfAnotherHostIsNamedAsThat() throws Exception {
        var failures =
                refused(client().build(), server().identity(identity("other")).build());
        assertSays("is not made for localhost", failures.client());
    }

    @Test
    void certificateThatHasExpiredIsToBeRenewed() throws Exception {
        var failures =
                refused(client().build(), server().identity(identity("expired")).build());
        assertSays("renew it", failures.client());
    }

    @Test
    void versionsWithoutAnyInCommonAreSaidAtBothEnds() throws Exception {
        var failures = refused(
                client().versions(TlsVersion.TLS_1_2).build(),
                server().versions(TlsVersion.TLS_1_3).build());
        assertSays("versions(…)", failures.client());
        assertSays("versions(…)", failures.server());
    }

    @ParameterizedTest
    @EnumSource
    void applicationProtocolsWithoutAnyInCommonAreSaidAtBothEnds(TlsVersion version) throws Exception {
        var failures = refused(
                client().versions(version).applicationProtocols("h2").build(),
                server().applicationProtocols("mqtt").build());
        assertSays("applicationProtocols(…)", failures.client());
        assertSays("applicationProtocols(…)", failures.server());
    }

    @Test
    void clientWithoutTheCertificateThatIsRequiredIsRefused() throws Exception {
        var acceptor = server().clientCertificates(ClientCertificates.REQUIRED)
                .trust(authority())
                .build();
        var failures = refused(client().versions(TlsVersion.TLS_1_2).build(), acceptor);
        assertSays("identity", failures.client());
        assertSays("ClientCertificates.WANTED", failures.server());
    }

    @Test
    void withTls13TheClientHearsOfItAtItsFirstRead() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        var acceptor = server().clientCertificates(ClientCertificates.REQUIRED)
                .trust(authority())
                .build();
        var connector = client().versions(TlsVersion.TLS_1_3).build();
        var ends = Together.ends(connector.connect("localhost", below.first()), acceptor.accept(below.second()));
        assertSays("ClientCertificates.WANTED", failure(ends.second()));
        TlsStream client = ends.first().get();

        var failure = assertThrows(SSLException.class, () -> Together.run(client.read(ByteBuffer.allocate(8))));

        assertSays("identity", failure);
        var later = assertThrows(SSLException.class, () -> Together.run(client.write(bytes("x"))));
        assertSays("has failed before", later);
        var again = assertThrows(SSLException.class, () -> Together.run(client.read(ByteBuffer.allocate(8))));
        assertSays("has failed before", again);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1 << 16})
    void serverThatSpeaksNoTlsIsShown(int capacity) throws Exception {
        var below = ByteStreams.duplex(capacity);
        var server = below.second();
        var ends = Together.ends(
                client().build().connect("localhost", below.first()),
                server.writeAll(bytes("HTTP/1.1 400 Bad Request\r\n\r\n")).andThen(done -> Peers.everything(server)));
        assertSays("is no TLS; it begins with \"HTTP/", failure(ends.first()));
    }

    @Test
    void clientThatSpeaksNoTlsIsShown() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        Together.run(below.first().writeAll(bytes("GET / HTTP/1.1\r\n\r\n")));
        var failure = assertThrows(
                SSLException.class, () -> Together.run(server().build().accept(below.second())));
        assertSays("is no TLS; it begins with \"GET / HTTP/1.1", failure);
    }

    @Test
    void peerThatJustHangsUpIsTheEndOfTheHandshake() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        below.first().close();
        var failure = assertThrows(
                SSLException.class, () -> Together.run(server().build().accept(below.second())));
        assertSays("during the TLS handshake", failure);
    }

    /** Of each type of record there is, what is in it and how long that is by chance. */
    @Test
    void garbageInRecordsFailsTheHandshakeAndNothingElse() throws Exception {
        var random = new Random(42);
        var acceptor = server().build();
        var connector = client().build();
        for (int round = 0; round < 500; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            var record = ByteBuffer.allocate(5 + garbage.length)
                    .put((byte) (20 + round % 5))
                    .putShort((short) 0x0303)
                    .putShort((short) garbage.length)
                    .put(garbage)
                    .flip();
            boolean isServer = round % 2 == 0;
            var below = ByteStreams.duplex(Peers.ROOMY);
            var wire = new Wire(below.first());
            var other = below.second();
            var ends = Together.ends(
                    isServer ? acceptor.accept(wire) : connector.connect("localhost", wire),
                    other.writeAll(record).andThen(done -> other.shutdown()));
            assertInstanceOf(SSLException.class, failure(ends.first()));
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void recordThatWasChangedOnTheWayFailsTheReadAndIsToldToTheSender() throws Exception {
        Pair pair = connected(TlsVersion.TLS_1_3, Peers.ROOMY);
        Peers.exchange(pair);
        byte[] forged = new byte[5 + 32];
        forged[0] = 23;
        forged[1] = 3;
        forged[2] = 3;
        forged[4] = 32;
        Together.run(pair.server().transport().writeAll(ByteBuffer.wrap(forged)));

        var failure = assertThrows(
                SSLException.class, () -> Together.run(pair.client().read(ByteBuffer.allocate(8))));
        assertSays("close it, and connect again", failure);

        var told = assertThrows(
                SSLException.class, () -> Together.run(pair.server().read(ByteBuffer.allocate(8))));
        assertSays("Received fatal alert: bad_record_mac", told);
    }

    @Test
    void serverWithoutAnIdentityIsNotBuilt() {
        var failure = assertThrows(
                IllegalStateException.class, () -> TlsAcceptor.builder().build());
        assertTrue(failure.getMessage().contains("identity("), failure.getMessage());
    }

    @Test
    void serverThatAsksForCertificatesOfNobodyKnownIsNotBuilt() {
        var builder = server().clientCertificates(ClientCertificates.REQUIRED);
        var failure = assertThrows(IllegalStateException.class, builder::build);
        assertTrue(failure.getMessage().contains("trust("), failure.getMessage());
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> client().versions());
        assertThrows(IllegalArgumentException.class, () -> client().applicationProtocols(""));
        assertThrows(IllegalArgumentException.class, () -> client().sessionCacheSize(-1));
        assertThrows(IllegalArgumentException.class, () -> client().sessionTimeout(Duration.ZERO));
        assertEquals("TrustAnchors[1 certificates]", authority().toString());
    }
}
