package dev.kyoto.io;

import java.io.IOException;

/** There are more bytes than the reader was willing to take. */
public class LimitExceededException extends IOException {
    private final long limit;

    public LimitExceededException(String message, long limit) {
        super(message);
        this.limit = limit;
    }

    /** How many bytes would have been taken. */
    public long limit() {
        return limit;
    }
}
