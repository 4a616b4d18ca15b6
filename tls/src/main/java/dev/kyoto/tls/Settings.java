package dev.kyoto.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** What connectors and acceptors are told alike. Changed by a builder, and never after that. */
final class Settings {
    /** A name has one byte for its length (RFC 7301). */
    private static final int LONGEST_PROTOCOL = 255;

    /** A server that asks for no certificates trusts none, and need not read those of the system. */
    private static final TrustManager[] NOBODY = {};

    /** The program's own; null to make one of what follows. */
    private final @Nullable SSLContext given;

    private List<TlsIdentity> identities = List.of();
    private @Nullable TrustAnchors anchors;
    private Set<TlsVersion> versions = Set.of();
    private List<String> applicationProtocols = List.of();
    private @Nullable Integer sessionCacheSize;
    private @Nullable Duration sessionTimeout;

    Settings(@Nullable SSLContext given) {
        this.given = given;
    }

    void identities(TlsIdentity... identities) {
        requireNoContext("identity(…)");
        this.identities = List.of(identities);
    }

    boolean hasIdentity() {
        return given != null || !identities.isEmpty();
    }

    void trust(TrustAnchors anchors) {
        requireNoContext("trust(…)");
        this.anchors = Objects.requireNonNull(anchors, "anchors");
    }

    boolean hasTrust() {
        return given != null || anchors != null;
    }

    void versions(TlsVersion... versions) {
        if (versions.length == 0) {
            throw new IllegalArgumentException("Without a version there is no connection: give one at least.");
        }
        this.versions = Set.copyOf(Arrays.asList(versions));
    }

    void applicationProtocols(String... protocols) {
        for (String protocol : protocols) {
            if (protocol.isEmpty() || protocol.length() > LONGEST_PROTOCOL) {
                throw new IllegalArgumentException(
                        "\"" + protocol + "\" is no name of an application protocol: these have 1 to "
                                + LONGEST_PROTOCOL + " characters, as in \"h2\" and \"http/1.1\".");
            }
        }
        this.applicationProtocols = List.of(protocols);
    }

    void sessionCacheSize(int size) {
        requireNoContext("sessionCacheSize(…)");
        if (size < 0) {
            throw new IllegalArgumentException(
                    "The size of the cache of sessions is " + size + ". It is 0 for no limit, or more.");
        }
        this.sessionCacheSize = size;
    }

    void sessionTimeout(Duration timeout) {
        requireNoContext("sessionTimeout(…)");
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The timeout of sessions is " + timeout + ". It is a second at least, and whole ones.");
        }
        this.sessionTimeout = timeout;
    }

    private void requireNoContext(String what) {
        if (given != null) {
            throw new IllegalStateException(what
                    + " is for a builder without an SSLContext: this one comes with its own, so say" + " it there.");
        }
    }

    /** @param client whether the sessions of clients are meant, or those of servers */
    SSLContext context(boolean client) {
        if (given != null) {
            return given;
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    identities.isEmpty() ? null : TlsIdentity.keyManagers(identities), trustManagers(client), null);
            SSLSessionContext sessions = client ? context.getClientSessionContext() : context.getServerSessionContext();
            if (sessionCacheSize != null) {
                sessions.setSessionCacheSize(sessionCacheSize);
            }
            if (sessionTimeout != null) {
                sessions.setSessionTimeout((int) sessionTimeout.toSeconds());
            }
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Java cannot use these keys or certificates for TLS: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trustManagers(boolean client) throws GeneralSecurityException {
        if (anchors != null) {
            return anchors.managers();
        }
        return client ? TrustAnchors.ofSystem().managers() : NOBODY;
    }

    Offer offer() {
        return new Offer(versions, applicationProtocols);
    }
}
