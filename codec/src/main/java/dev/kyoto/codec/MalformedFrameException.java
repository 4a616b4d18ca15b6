package dev.kyoto.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What arrived is no frame of this protocol. */
public class MalformedFrameException extends IOException {
    public MalformedFrameException(String message) {
        this(message, null);
    }

    public MalformedFrameException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
