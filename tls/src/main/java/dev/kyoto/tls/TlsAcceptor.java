package dev.kyoto.tls;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of servers secure.
 *
 * <pre>{@code
 * var acceptor = TlsAcceptor.builder()
 *         .identity(TlsIdentity.readPem(Path.of("fullchain.pem"), Path.of("privkey.pem")).await())
 *         .build();
 * while (true) {
 *     var tcp = listener.accept().await();
 *     spawn(() -> {
 *         try (var stream = timeout(Duration.ofSeconds(10), acceptor.accept(tcp)).await()) { // in the connection's own task
 *             serve(stream).await();
 *         }
 *     });
 * }
 * }</pre>
 *
 * <p>One serves a whole program. It is immutable, may be used by any thread, and knows the sessions that it has had. A certificate
 * that was renewed is a new acceptor, for the connections from then on.
 */
public final class TlsAcceptor {
    private final Offer offer;
    private final SSLContext context;
    private final ClientCertificates clientCertificates;

    private TlsAcceptor(Builder builder) {
        this.offer = builder.settings.offer();
        this.context = builder.settings.context(false);
        this.clientCertificates = builder.clientCertificates;
    }

    public static Builder builder() {
        return new Builder(null);
    }

    /** A builder with keys, trust and sessions of {@code context}. */
    public static Builder builder(SSLContext context) {
        return new Builder(Objects.requireNonNull(context, "context"));
    }

    /**
     * Shakes hands with the client at the other end of {@code stream}, which from this call on belongs to the future: it is closed
     * if that fails or is dropped, and else with the {@link TlsStream}.
     *
     * <p>A client may take its time, or say nothing at all: put it under a {@code timeout}, and in a task of its own, so that it
     * keeps no other client waiting. Signing and the look at certificates run on the blocking pool of the runtime; outside of one,
     * within the poll.
     *
     * <p>Fails with {@link javax.net.ssl.SSLException}, which says what to do, if the client does not trust this server, if the
     * two sides have nothing in common, or if the client speaks no TLS; and as {@code stream} does.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, the stream is closed.
     */
    @CancelUnsafe("the connection, which is closed")
    public Future<TlsStream> accept(AsyncReadWrite stream) {
        Objects.requireNonNull(stream, "stream");
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = offer.parameters(engine);
        switch (clientCertificates) {
            case NONE -> parameters.setNeedClientAuth(false);
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return new Handshaking(new TlsStream(engine, stream, null));
    }

    /** The settings of a {@link TlsAcceptor}. Not thread-safe. */
    public static final class Builder {
        private final Settings settings;
        private ClientCertificates clientCertificates = ClientCertificates.NONE;

        private Builder(@Nullable SSLContext context) {
            this.settings = new Settings(context);
        }

        /** Who this server is. Of several, the one is taken whose certificate has the name that the client asks for. */
        public Builder identity(TlsIdentity... identities) {
            settings.identities(identities);
            return this;
        }

        /** Whether to ask clients who they are; then say with {@link #trust} whom to believe. */
        public Builder clientCertificates(ClientCertificates wish) {
            this.clientCertificates = Objects.requireNonNull(wish, "wish");
            return this;
        }

        /** Whom to believe when they say who a client is. */
        public Builder trust(TrustAnchors anchors) {
            settings.trust(anchors);
            return this;
        }

        /** The versions to accept, in place of all. */
        public Builder versions(TlsVersion... versions) {
            settings.versions(versions);
            return this;
        }

        /**
         * The application protocols that this server speaks (ALPN), the best one first. A client that offers others only is
         * refused, one that offers none is not.
         */
        public Builder applicationProtocols(String... protocols) {
            settings.applicationProtocols(protocols);
            return this;
        }

        /** How many sessions to remember; 0 for no limit. Java's default is 20,480. */
        public Builder sessionCacheSize(int size) {
            settings.sessionCacheSize(size);
            return this;
        }

        /** How long a session is remembered, in whole seconds. Java's default is a day. */
        public Builder sessionTimeout(Duration timeout) {
            settings.sessionTimeout(timeout);
            return this;
        }

        /**
         * The acceptor.
         *
         * @throws IllegalStateException if there is no identity, or clients are asked for certificates that nobody would be trusted
         *     to have signed
         * @throws IllegalArgumentException if Java cannot use the identity or the trust anchors
         */
        public TlsAcceptor build() {
            if (!settings.hasIdentity()) {
                throw new IllegalStateException(
                        "A server needs a certificate and its key: identity(TlsIdentity.ofPem(…)).");
            }
            if (clientCertificates != ClientCertificates.NONE && !settings.hasTrust()) {
                throw new IllegalStateException(
                        "Who signs the certificates of the clients? Say it with trust(…). The authorities of"
                                + " the system, TrustAnchors.ofSystem(), would let in anyone who has bought a certificate.");
            }
            return new TlsAcceptor(this);
        }
    }
}
