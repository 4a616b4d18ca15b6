package dev.kyoto.http;

import java.io.IOException;

/** A body cannot be sent to its end, and the connection is not to blame: its stream has failed, or its length was not true. */
final class BodyException extends IOException {
    private final Exception failure;

    BodyException(Exception failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    Exception failure() {
        return failure;
    }
}
