package dev.kyoto.tls;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What one side has to offer.
 *
 * @param versions none for all that Java has here
 */
record Offer(Set<TlsVersion> versions, List<String> applicationProtocols) {
    /** For an engine that knows whether it is a client. */
    SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        Set<TlsVersion> offered = versions;
        if (versions.isEmpty()) {
            offered = EnumSet.allOf(TlsVersion.class);
            List<String> supported =
                    List.of(engine.getSupportedProtocols()); // a context of the program's may have fewer
            offered.removeIf(version -> !supported.contains(version.protocol()));
        }
        parameters.setProtocols(TlsVersion.protocols(offered));
        if (!applicationProtocols.isEmpty()) {
            parameters.setApplicationProtocols(applicationProtocols.toArray(new String[0]));
        }
        return parameters;
    }
}
