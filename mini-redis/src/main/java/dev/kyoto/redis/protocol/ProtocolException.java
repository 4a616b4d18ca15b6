package dev.kyoto.redis.protocol;

import java.io.IOException;

/**
 * The peer sent something that is not RESP, or more of it than the {@link Limits} allow. What follows on the connection
 * has no meaning any more: a server tells the client {@code -ERR Protocol error: …} and closes.
 */
public final class ProtocolException extends IOException {
    /**
     * An error of the peer.
     *
     * @param message what was wrong, without the words "Protocol error"
     */
    public ProtocolException(String message) {
        super("Protocol error: " + message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // thrown at a peer's will; the message says it all
    }
}
