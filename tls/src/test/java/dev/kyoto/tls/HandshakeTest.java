package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.authority;
import static dev.kyoto.tls.Peers.client;
import static dev.kyoto.tls.Peers.connected;
import static dev.kyoto.tls.Peers.exchange;
import static dev.kyoto.tls.Peers.identity;
import static dev.kyoto.tls.Peers.pem;
import static dev.kyoto.tls.Peers.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.tls.Peers.Pair;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeTest {
    @ParameterizedTest
    @EnumSource
    void versionIsTheOneThatBothSidesHave(TlsVersion version) throws Exception {
        Pair pair = connected(client().build(), server().versions(version).build(), Peers.ROOMY);
        assertEquals(version, pair.client().version());
        assertEquals(version, pair.server().version());
        exchange(pair);
    }

    @Test
    void newestVersionIsTakenUnlessToldOtherwise() throws Exception {
        assertEquals(TlsVersion.TLS_1_3, connected().client().version());
    }

    @ParameterizedTest
    @EnumSource
    void applicationProtocolIsTheServersFavouriteOfThoseThatTheClientHas(TlsVersion version) throws Exception {
        Pair pair = connected(
                client().versions(version)
                        .applicationProtocols("http/1.1", "h2")
                        .build(),
                server().applicationProtocols("h3", "h2", "http/1.1").build(),
                Peers.ROOMY);
        assertEquals("h2", pair.client().applicationProtocol());
        assertEquals("h2", pair.server().applicationProtocol());
    }

    @Test
    void withoutAnOfferThereIsNoApplicationProtocol() throws Exception {
        Pair pair =
                connected(client().build(), server().applicationProtocols("h2").build(), Peers.ROOMY);
        assertNull(pair.client().applicationProtocol());
        assertNull(pair.server().applicationProtocol());
    }

    @ParameterizedTest
    @EnumSource
    void serverOfTwoNamesIsTheOneThatIsAskedFor(TlsVersion version) throws Exception {
        var acceptor = server().identity(identity("server"), identity("other")).build();
        var connector = client().versions(version).build();
        for (String name : List.of("localhost", "other.test", "example.test")) {
            var below = ByteStreams.duplex(Peers.ROOMY);

            var ends = Together.ends(connector.connect(name, below.first()), acceptor.accept(below.second()));

            assertEquals(name, ends.second().get().serverName());
            X509Certificate shown = ends.first().get().peerCertificates().get(0);
            String expected = name.equals("other.test") ? "CN=other.test" : "CN=localhost";
            assertEquals(expected, shown.getSubjectX500Principal().getName());
        }
    }

    @Test
    void addressIsLookedForInTheCertificateAndNotToldAsAName() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        var ends = Together.ends(
                client().build().connect("127.0.0.1", below.first()),
                server().build().accept(below.second()));
        assertTrue(ends.first().isSuccess(), ends::toString);
        assertNull(ends.second().get().serverName());
    }

    @ParameterizedTest
    @EnumSource
    void clientThatIsAskedShowsItsCertificate(TlsVersion version) throws Exception {
        for (ClientCertificates wish : List.of(ClientCertificates.WANTED, ClientCertificates.REQUIRED)) {
            Pair pair = connected(
                    client().versions(version).identity(identity("client")).build(),
                    server().clientCertificates(wish).trust(authority()).build(),
                    Peers.ROOMY);
            assertEquals(
                    "CN=Kyoto test client",
                    pair.server()
                            .peerCertificates()
                            .get(0)
                            .getSubjectX500Principal()
                            .getName());
            exchange(pair);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientWithoutACertificateIsNobodyWhereOneIsOnlyWanted(TlsVersion version) throws Exception {
        Pair pair = connected(
                client().versions(version).build(),
                server().clientCertificates(ClientCertificates.WANTED)
                        .trust(authority())
                        .build(),
                Peers.ROOMY);
        assertEquals(List.of(), pair.server().peerCertificates());
        exchange(pair);
    }

    @ParameterizedTest
    @EnumSource
    void secondConnectionResumesTheSessionOfTheFirst(TlsVersion version) throws Exception {
        var connector = client().versions(version).build();
        var acceptor = server().build();
        Pair first = connected(connector, acceptor, Peers.ROOMY);
        exchange(first); // in which a client with TLS 1.3 gets its ticket
        long created = first.client().session().getCreationTime();
        while (System.currentTimeMillis() == created) {
            Thread.onSpinWait();
        }

        Pair second = connected(connector, acceptor, Peers.ROOMY);
        Pair stranger = connected(client().versions(version).build(), acceptor, Peers.ROOMY);

        assertEquals(created, second.client().session().getCreationTime());
        assertNotEquals(created, stranger.client().session().getCreationTime());
        exchange(second);
    }

    @Test
    void contextOfTheProgramIsUsedAsItIs() throws Exception {
        var settings = new Settings(null);
        settings.trust(authority());
        var context = settings.context(true);
        Pair pair = connected(TlsConnector.builder(context).build(), server().build(), Peers.ROOMY);
        exchange(pair);

        var failure = assertThrows(
                IllegalStateException.class, () -> TlsConnector.builder(context).trust(authority()));
        assertTrue(failure.getMessage().contains("SSLContext"), failure.getMessage());
    }

    @Test
    void whoTrustsAnyoneConnectsToAnyone() throws Exception {
        var connector = TlsConnector.builder()
                .trust(TrustAnchors.dangerouslyTrustAnyone())
                .build();
        exchange(connected(connector, server().identity(identity("other")).build(), Peers.ROOMY));
    }

    @Test
    void whoAcceptsAnyNameStillLooksWhoSignedIt() throws Exception {
        var acceptor = server().identity(identity("other")).build();
        exchange(connected(client().dangerouslyAcceptAnyHostName().build(), acceptor, Peers.ROOMY));

        var strict = TlsConnector.builder()
                .trust(TrustAnchors.ofPem(pem("stranger")))
                .dangerouslyAcceptAnyHostName()
                .build();
        assertThrows(SSLException.class, () -> connected(strict, acceptor, Peers.ROOMY));
    }

    @Test
    void handshakeThatIsDroppedUnpolledClosesTheStreamBelow() {
        var client = new Wire(ByteStreams.duplex(8).first());
        var server = new Wire(ByteStreams.duplex(8).first());
        client().build().connect("localhost", client).cancel();
        server().build().accept(server).cancel();
        assertTrue(client.isClosed());
        assertTrue(server.isClosed());
    }

    @Test
    void handshakeThatIsDroppedHalfWayClosesTheStreamBelow() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        var wire = new Wire(below.first());
        var connecting = PolledByHand.of(client().build().connect("localhost", wire));
        assertTrue(connecting.poll().isPending());
        assertFalse(wire.isClosed());

        connecting.cancel();

        assertTrue(wire.isClosed());
    }

    @Test
    void handshakeThatIsReadyAndDroppedClosesTheStreamBelow() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        var wire = new Wire(below.second());
        var connecting =
                PolledByHand.of(client().versions(TlsVersion.TLS_1_3).build().connect("localhost", below.first()));
        var accepting = PolledByHand.of(server().build().accept(wire));
        assertTrue(connecting.poll().isPending());
        assertTrue(accepting.poll().isPending());
        assertTrue(connecting.poll().isReady()); // the client's last word is there for the server

        accepting.cancel();

        assertTrue(wire.isClosed());
    }

    /** What waits for whom, at whatever point it is given up, and who is told: the peer is not left waiting. */
    @ParameterizedTest
    @EnumSource
    void handshakeThatIsDroppedAnywhereEndsThatOfThePeer(TlsVersion version) throws Exception {
        var connector = client().versions(version).build();
        var acceptor = server().build();
        boolean isReady = false;
        int polls = 0;
        while (!isReady) {
            var below = ByteStreams.duplex(100); // so that it takes many polls
            var connecting = PolledByHand.of(connector.connect("localhost", below.first()));
            var accepting = PolledByHand.of(acceptor.accept(below.second()));
            polls++;
            for (int i = 0; i < polls && !isReady; i++) {
                isReady = connecting.poll().isReady();
                if (!isReady && i + 1 < polls) {
                    accepting.poll();
                }
            }
            if (!isReady) {
                connecting.cancel();
                var failure = assertThrows(IOException.class, accepting::pollUntilIdle);
                assertFalse(failure.getMessage().isEmpty());
            }
        }
        assertTrue(polls > 10, "polls: " + polls);
    }

    @Test
    void wrongHostNameIsRefusedAtOnce() {
        var wire = new Wire(ByteStreams.duplex(8).first());
        var connector = client().build();
        for (String name : List.of("", "localhost:443", "no name")) {
            var failure = assertThrows(IllegalArgumentException.class, () -> connector.connect(name, wire));
            assertTrue(failure.getMessage().contains("without a port"), failure.getMessage());
        }
    }
}
