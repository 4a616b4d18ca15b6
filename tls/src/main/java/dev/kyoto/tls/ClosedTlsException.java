package dev.kyoto.tls;

import java.nio.channels.ClosedChannelException;

/** A {@link ClosedChannelException} that says something. */
@SuppressWarnings("serial") // its message is all there is
final class ClosedTlsException extends ClosedChannelException {
    private final String message;

    ClosedTlsException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
