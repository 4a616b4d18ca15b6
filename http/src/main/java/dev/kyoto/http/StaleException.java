package dev.kyoto.http;

import java.io.IOException;

/** A connection that was kept has turned out to be closed by the server, before there was any answer. */
final class StaleException extends IOException {
    StaleException(String message) {
        super(message);
    }

    StaleException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
