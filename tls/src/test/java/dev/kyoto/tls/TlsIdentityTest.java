package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.client;
import static dev.kyoto.tls.Peers.connected;
import static dev.kyoto.tls.Peers.exchange;
import static dev.kyoto.tls.Peers.pem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.PolledByHand;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TlsIdentityTest {
    private static final char[] SECRET = "secret".toCharArray();

    private static void assertServes(TlsIdentity identity) throws Exception {
        exchange(connected(
                client().build(), TlsAcceptor.builder().identity(identity).build(), Peers.ROOMY));
    }

    private static void assertRefused(String why, String certificates, String key) {
        var failure = assertThrows(IllegalArgumentException.class, () -> TlsIdentity.ofPem(certificates, key));
        assertTrue(failure.getMessage().contains(why), failure::getMessage);
    }

    @Test
    void keyMayBeInAnyOfTheFormsThatFilesHave() throws Exception {
        assertServes(TlsIdentity.ofPem(pem("server"), pem("server-key"))); // PKCS #8
        assertServes(TlsIdentity.ofPem(pem("server"), pem("server-key-sec1")));
        assertServes(TlsIdentity.ofPem(pem("server"), pem("server-key-encrypted"), SECRET));
        assertServes(TlsIdentity.ofPem(pem("rsa"), pem("rsa-key")));
        assertServes(TlsIdentity.ofPem(pem("rsa"), pem("rsa-key-pkcs1")));
    }

    @Test
    void chainAndKeyMayBeInOneTextWithCommentary() throws Exception {
        String text =
                "Issued for localhost\n" + pem("server-key") + "\nThe chain:\n" + pem("server") + pem("authority");
        assertServes(TlsIdentity.ofPem(text, text.replace("\n", "\r\n")));
    }

    @Test
    void keyStoreHasIdentitiesToo() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var certificate = Certificates.ofPem(pem("server")).get(0);
        store.setKeyEntry("it", PrivateKeys.ofPem(pem("server-key"), null), SECRET, new Certificate[] {certificate});

        assertServes(TlsIdentity.ofKeyStore(store, SECRET));

        var wrong = assertThrows(
                IllegalArgumentException.class, () -> TlsIdentity.ofKeyStore(store, "other".toCharArray()));
        assertTrue(wrong.getMessage().contains("password"), wrong.getMessage());
    }

    @Test
    void keyStoreOfCertificatesIsForTrust() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("it", Certificates.ofPem(pem("authority")).get(0));

        var failure = assertThrows(IllegalArgumentException.class, () -> TlsIdentity.ofKeyStore(store, SECRET));
        assertTrue(failure.getMessage().contains("TrustAnchors.ofKeyStore"), failure.getMessage());
        exchange(connected(
                TlsConnector.builder().trust(TrustAnchors.ofKeyStore(store)).build(),
                Peers.server().build(),
                Peers.ROOMY));
    }

    @Test
    void keyOfAnotherCertificateIsNoticedBeforeAnyHandshake() {
        assertRefused("does not belong", pem("server"), pem("other-key"));
        assertRefused("does not belong", pem("server"), pem("rsa-key"));
        assertRefused("does not belong", pem("authority") + pem("server"), pem("server-key"));
    }

    @Test
    void whatIsMissingOrCannotBeReadIsSaid() {
        assertRefused("no certificate", pem("server-key"), pem("server-key"));
        assertRefused("no private key", pem("server"), pem("server"));
        assertRefused("no certificate", "server.pem", "server-key.pem");
        assertRefused("is encrypted", pem("server"), pem("server-key-encrypted"));
        assertRefused("openssl pkcs8", pem("server"), """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        assertRefused("openssl pkcs8", pem("server"), """
                -----BEGIN SOME PRIVATE KEY-----
                AAAA
                -----END SOME PRIVATE KEY-----
                """);
        assertRefused("damaged", pem("server"), """
                -----BEGIN EC PRIVATE KEY-----
                MHcCAQEE
                -----END EC PRIVATE KEY-----
                """);
        assertRefused("does not know", pem("server"), """
                -----BEGIN PRIVATE KEY-----
                MHcCAQEE
                -----END PRIVATE KEY-----
                """);
        assertRefused("cannot be read", """
                -----BEGIN CERTIFICATE-----
                AAAA
                -----END CERTIFICATE-----
                """, pem("server-key"));
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> TlsIdentity.ofPem(pem("server"), pem("server-key-encrypted"), "wrong".toCharArray()));
        assertTrue(failure.getMessage().contains("is that its password"), failure.getMessage());
    }

    @Test
    void filesAreReadOnTheRuntime() throws Exception {
        try (var runtime = Runtime.builder().workers(1).build()) {
            assertServes(runtime.blockOn(
                    TlsIdentity.readPem(Peers.FOLDER.resolve("server.pem"), Peers.FOLDER.resolve("server-key.pem"))));
            var anchors = runtime.blockOn(TrustAnchors.readPem(Peers.FOLDER.resolve("authority.pem")));
            assertEquals("TrustAnchors[1 certificates]", anchors.toString());
            assertThrows(
                    NoSuchFileException.class,
                    () -> runtime.blockOn(TlsIdentity.readPem(Path.of("no.pem"), Path.of("such.pem"))));
        }
    }

    @Test
    void filesThatWereNotAwaitedAreReadAgain() throws Exception {
        var path = Peers.FOLDER.resolve("authority.pem");
        var poolIsBusy = new CountDownLatch(1);
        try (var runtime = Runtime.builder().workers(1).maxBlockingThreads(1).build()) {
            var busy = runtime.spawnBlocking(() -> poolIsBusy.await(60, TimeUnit.SECONDS));
            var dropped = PolledByHand.of(TrustAnchors.readPem(path));
            assertTrue(runtime.enter(dropped::poll).isPending());
            dropped.cancel();
            PolledByHand.of(TlsIdentity.readPem(path, path)).cancel();
            poolIsBusy.countDown();
            runtime.blockOn(busy);

            assertEquals(
                    "TrustAnchors[1 certificates]",
                    runtime.blockOn(TrustAnchors.readPem(path)).toString());
        }
    }

    @Test
    void stringHasTheNameAndNeverTheKey() {
        assertEquals("TlsIdentity[CN=localhost]", Peers.identity("server").toString());
    }
}
