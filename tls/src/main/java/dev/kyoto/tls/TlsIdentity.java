package dev.kyoto.tls;

import static dev.kyoto.Kyoto.spawnBlocking;

import dev.kyoto.fs.AsyncFiles;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who this side is: a private key, and the certificates that say whose it is. A server has one, or one for each of its names;
 * a client has one if servers ask for it.
 */
public final class TlsIdentity {
    /** A chain of certificates and a key together are some kilobytes. */
    private static final int LONGEST_FILE = 1 << 20;

    /** Protects nothing, since what it would protect is beside it in memory. Java's key stores ask for one. */
    private static final char[] NO_SECRET = {'i', 'n', ' ', 'm', 'e', 'm', 'o', 'r', 'y'};

    private record Entry(PrivateKey key, List<X509Certificate> chain) {}

    private final List<Entry> entries;

    private TlsIdentity(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Out of the text of PEM files, as certificate authorities and OpenSSL write them.
     *
     * @param certificates the certificate of this side first, then those between it and one that the peer trusts
     * @param key in PKCS #8, PKCS #1 or SEC 1 form, and not encrypted; it may be the same text
     * @throws IllegalArgumentException if something is missing, cannot be read, or does not belong together
     */
    public static TlsIdentity ofPem(String certificates, String key) {
        return ofPemAndPassword(certificates, key, null);
    }

    /** {@link #ofPem(String, String)}, with a key that is encrypted, in PKCS #8 form. */
    public static TlsIdentity ofPem(String certificates, String key, char[] password) {
        return ofPemAndPassword(certificates, key, password);
    }

    private static TlsIdentity ofPemAndPassword(String certificates, String key, char @Nullable [] password) {
        List<X509Certificate> chain = Certificates.ofPem(certificates);
        PrivateKey privateKey = PrivateKeys.ofPem(key, password);
        PrivateKeys.requirePair(privateKey, chain.get(0).getPublicKey());
        return new TlsIdentity(List.of(new Entry(privateKey, chain)));
    }

    /**
     * {@link #ofPem(String, String)}, out of files, all on the runtime's blocking pool. Fails with {@link IOException} if one
     * cannot be read, and with {@link IllegalArgumentException} if it is not what it should be.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: files are read again.
     */
    @CancelSafe
    public static Future<TlsIdentity> readPem(Path certificates, Path key) {
        return AsyncFiles.readString(certificates, LONGEST_FILE)
                .andThen(chain -> AsyncFiles.readString(key, LONGEST_FILE)
                        .andThen(text ->
                                spawnBlocking(() -> ofPem(chain, text)))); // it signs something, to try the pair
    }

    /**
     * All keys of a key store, with their certificates. A server takes of several the one that suits the name that it is asked
     * for.
     *
     * @param password of the keys
     * @throws IllegalArgumentException if there are none, or the password is not theirs
     */
    public static TlsIdentity ofKeyStore(KeyStore store, char[] password) {
        List<Entry> entries = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key) {
                    entries.add(new Entry(key, x509(store.getCertificateChain(alias))));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The key store does not give its keys: is that their password? (" + e.getMessage() + ")", e);
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("The key store has no private key. One that has only certificates is for"
                    + " TrustAnchors.ofKeyStore(…).");
        }
        return new TlsIdentity(entries);
    }

    private static List<X509Certificate> x509(Certificate @Nullable [] chain) {
        List<X509Certificate> certificates = new ArrayList<>();
        if (chain != null) {
            for (Certificate certificate : chain) {
                if (certificate instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            }
        }
        return certificates;
    }

    /** What Java's engine takes of several identities: the one that suits the kind of key and the name that the peer wants. */
    static KeyManager[] keyManagers(List<TlsIdentity> identities) throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            for (TlsIdentity identity : identities) {
                for (Entry entry : identity.entries) {
                    store.setKeyEntry(
                            Integer.toString(count++),
                            entry.key,
                            NO_SECRET,
                            entry.chain.toArray(new X509Certificate[0]));
                }
            }
            var factory = KeyManagerFactory.getInstance("PKIX"); // of Java's two, the one that looks at names
            factory.init(store, NO_SECRET);
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** The names on the certificates; never a key. */
    @Override
    public String toString() {
        return "TlsIdentity"
                + entries.stream()
                        .map(entry -> entry.chain.isEmpty()
                                ? "a key without a certificate"
                                : entry.chain.get(0).getSubjectX500Principal().getName())
                        .toList();
    }
}
