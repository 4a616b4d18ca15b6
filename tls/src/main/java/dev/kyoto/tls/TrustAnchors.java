package dev.kyoto.tls;

import dev.kyoto.fs.AsyncFiles;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Future;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom this side believes when they say who the peer is: the certificates of authorities. */
public final class TrustAnchors {
    /** The authorities of a whole system are a quarter of a megabyte. */
    private static final int LONGEST_FILE = 16 << 20;

    /** Makes the managers, which may take long and fail. */
    private interface Source {
        TrustManager[] managers() throws GeneralSecurityException;
    }

    private final String description;
    private final Source source;

    private TrustAnchors(String description, Source source) {
        this.description = description;
        this.source = source;
    }

    /** Those that Java comes with, or was told to trust ({@code javax.net.ssl.trustStore}): for servers on the internet. */
    public static TrustAnchors ofSystem() {
        return new TrustAnchors("those of the system", TrustAnchors::systemManagers);
    }

    /** {@code certificates}, and no others: of authorities, or the very one of a peer that signed its own. */
    public static TrustAnchors of(Collection<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("Nobody would be trusted: give one certificate at least.");
        }
        List<X509Certificate> trusted = List.copyOf(certificates);
        return new TrustAnchors(trusted.size() + " certificates", () -> managers(storeOf(trusted)));
    }

    /**
     * {@link #of}, out of the text of a PEM file.
     *
     * @throws IllegalArgumentException if there is no certificate, or one that is damaged
     */
    public static TrustAnchors ofPem(String certificates) {
        return of(Certificates.ofPem(certificates));
    }

    /**
     * {@link #ofPem}, out of a file, read on the runtime's blocking pool. Fails with {@link IOException} if it cannot be read, and
     * with {@link IllegalArgumentException} if it is not what it should be.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the file is read again.
     */
    @CancelSafe
    public static Future<TrustAnchors> readPem(Path certificates) {
        return AsyncFiles.readString(certificates, LONGEST_FILE).map(TrustAnchors::ofPem);
    }

    /** All certificates that {@code store} trusts. */
    public static TrustAnchors ofKeyStore(KeyStore store) {
        Objects.requireNonNull(store, "store");
        return new TrustAnchors("a key store", () -> managers(store));
    }

    /**
     * <b>Anyone who answers is believed to be whom you wanted</b>: what is sent is encrypted, and perhaps for a thief. Also host
     * names are not looked at. For an experiment on one machine. What a test needs is {@link #ofPem} with a certificate of its own.
     */
    public static TrustAnchors dangerouslyTrustAnyone() {
        return new TrustAnchors("anyone", () -> new TrustManager[] {new Anyone()});
    }

    TrustManager[] managers() throws GeneralSecurityException {
        return source.managers();
    }

    private static TrustManager[] systemManagers() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore storeOf(List<X509Certificate> certificates) throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), certificates.get(i));
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    @Override
    public String toString() {
        return "TrustAnchors[" + description + "]";
    }

    /** Looks at nothing. Of the extended kind, since Java puts checks of its own around any other. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
