package dev.kyoto.http;

import java.io.IOException;

/** The other side has left, or cannot be spoken to any more: nobody is there to be answered. */
final class LostException extends IOException {
    LostException(String message) {
        super(message);
    }

    LostException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
