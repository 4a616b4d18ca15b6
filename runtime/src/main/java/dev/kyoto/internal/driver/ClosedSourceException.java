package dev.kyoto.internal.driver;

import java.nio.channels.ClosedChannelException;

/** A {@link ClosedChannelException} that says something. */
@SuppressWarnings("serial") // its message is all there is
public final class ClosedSourceException extends ClosedChannelException {
    private final String message;

    public ClosedSourceException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
