package dev.kyoto.tls;

import javax.net.ssl.SSLException;

/**
 * The stream below has ended, and the peer had not said that it would: its last bytes may be missing, cut off by a crash, a
 * lost connection, or somebody on the way. Where the protocol above tells by itself that a message is whole, such as by its length,
 * this can be taken for an end.
 */
public final class TruncatedStreamException extends SSLException {
    TruncatedStreamException(String message) {
        super(message);
    }
}
