package dev.kyoto.tls;

import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** That the protocol has failed, for whoever uses the connection after that: often one side meets it, and the other is to hear. */
final class Failure {
    /** The name of the server that this is a client of; null at a server. */
    private final @Nullable String host;

    private volatile @Nullable SSLException first;

    Failure(@Nullable String host) {
        this.host = host;
    }

    /** What the engine has thrown, with the cure: to be thrown. */
    SSLException of(SSLException thrown) {
        return is(TlsErrors.explained(thrown, host));
    }

    /** To be thrown as it is. */
    SSLException is(SSLException failure) {
        if (first == null) { // of two sides that fail at once either may be the first
            first = failure;
        }
        return failure;
    }

    /** @throws IOException if the connection has failed */
    void check() throws IOException {
        SSLException failure = first;
        if (failure != null) {
            throw new SSLException(
                    "The TLS connection has failed before, and neither takes nor yields anything more. It failed with: "
                            + failure.getMessage(),
                    failure);
        }
    }
}
