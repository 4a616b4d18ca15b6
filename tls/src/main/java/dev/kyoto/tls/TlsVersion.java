package dev.kyoto.tls;

import java.util.Collection;

/** A version of the protocol. Older ones are not to be used any more (RFC 8996), and not offered here. */
public enum TlsVersion {
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    /** As Java's classes call it. */
    String protocol() {
        return protocol;
    }

    static String[] protocols(Collection<TlsVersion> versions) {
        return versions.stream().map(TlsVersion::protocol).toArray(String[]::new);
    }
}
