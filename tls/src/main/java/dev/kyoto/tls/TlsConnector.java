package dev.kyoto.tls;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.net.TcpStream;
import java.net.IDN;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of clients secure.
 *
 * <pre>{@code
 * var connector = TlsConnector.create();
 * var tcp = TcpStream.connect("example.com:443").await();
 * try (var stream = timeout(Duration.ofSeconds(10), connector.connect("example.com", tcp)).await()) {
 *     stream.writeAll(request).await();
 *     …
 * }
 * }</pre>
 *
 * <p>One serves a whole program. It is immutable, may be used by any thread, and remembers sessions: a second connection to the same
 * host and port has a shorter handshake.
 */
public final class TlsConnector {
    /** Of streams that have no port. Only sessions are remembered by it. */
    private static final int ANY_PORT = 443;

    private static final Pattern IPV4 = Pattern.compile("\\d+(\\.\\d+){3}");

    private final Offer offer;
    private final SSLContext context;
    private final boolean looksAtName;

    private TlsConnector(Builder builder) {
        this.offer = builder.settings.offer();
        this.context = builder.settings.context(true);
        this.looksAtName = builder.looksAtName;
    }

    /**
     * Trusts whom Java trusts, speaks TLS 1.3 and 1.2, and looks whether the server has the name that it was asked for. Reads the
     * file of those whom Java trusts, within the call: make one connector, at the start of the program.
     */
    public static TlsConnector create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder(null);
    }

    /** A builder with keys, trust and sessions of {@code context}. */
    public static Builder builder(SSLContext context) {
        return new Builder(Objects.requireNonNull(context, "context"));
    }

    /**
     * Shakes hands with the server at the other end of {@code stream}, which from this call on belongs to the future: it is closed
     * if that fails or is dropped, and else with the {@link TlsStream}.
     *
     * <p>It waits for the server for as long as that takes: put it under a {@code timeout}. Signing and the look at certificates
     * run on the blocking pool of the runtime; outside of one, within the poll.
     *
     * <p>Fails with {@link javax.net.ssl.SSLException}, which says what to do, if the certificate is not trusted or is another's,
     * if the two sides have nothing in common, or if the server speaks no TLS; and as {@code stream} does. What a server with TLS
     * 1.3 thinks of the certificate of a client, the client hears at its first read.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, the stream is closed.
     *
     * @param host the name, or the address, that the certificate of the server has to be for. A name is also told to the server
     *     (SNI), which may have several.
     * @throws IllegalArgumentException at once, if {@code host} is neither
     */
    @CancelUnsafe("the connection, which is closed")
    public Future<TlsStream> connect(String host, AsyncReadWrite stream) {
        Objects.requireNonNull(stream, "stream");
        String name = plain(host);
        int port = stream instanceof TcpStream tcp ? tcp.peerAddress().getPort() : ANY_PORT;
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = offer.parameters(engine);
        if (!isAddress(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (looksAtName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return new Handshaking(new TlsStream(engine, stream, name));
    }

    /** Without what URLs and name servers put around names; in ASCII. */
    private static String plain(String host) {
        String plain = host;
        if (host.startsWith("[") && host.endsWith("]")) {
            plain = host.substring(1, host.length() - 1);
        } else if (host.endsWith(".")) {
            plain = host.substring(0, host.length() - 1);
        }
        if (isAddress(plain)) {
            return plain;
        }
        try {
            return new SNIHostName(IDN.toASCII(plain)).getAsciiName();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + host + "\" is no name of a host: " + e.getMessage() + ". Give the name or the"
                            + " address alone, without a port.",
                    e);
        }
    }

    private static boolean isAddress(String host) {
        return IPV4.matcher(host).matches()
                || host.chars().filter(c -> c == ':').count() > 1;
    }

    /** The settings of a {@link TlsConnector}. Not thread-safe. */
    public static final class Builder {
        private final Settings settings;
        private boolean looksAtName = true;

        private Builder(@Nullable SSLContext context) {
            this.settings = new Settings(context);
        }

        /** Whom to believe in place of {@link TrustAnchors#ofSystem}. */
        public Builder trust(TrustAnchors anchors) {
            settings.trust(anchors);
            return this;
        }

        /** Who this client is, for servers that ask. */
        public Builder identity(TlsIdentity identity) {
            settings.identities(identity);
            return this;
        }

        /** The versions to offer, in place of all. */
        public Builder versions(TlsVersion... versions) {
            settings.versions(versions);
            return this;
        }

        /** The application protocols to offer (ALPN), the best one first: {@code "h2", "http/1.1"}. */
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
         * <b>Whoever has any certificate that is trusted can answer in place of the server</b>: a certificate for any name will do.
         * If servers are known by something else than their names, give the one certificate that each has to
         * {@link TrustAnchors#of}.
         */
        public Builder dangerouslyAcceptAnyHostName() {
            looksAtName = false;
            return this;
        }

        /**
         * The connector.
         *
         * @throws IllegalArgumentException if Java cannot use the identity or the trust anchors
         */
        public TlsConnector build() {
            return new TlsConnector(this);
        }
    }
}
