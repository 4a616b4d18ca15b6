package dev.kyoto.io;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Failures of any kind where only an {@link IOException} may be thrown. */
final class Failures {
    private Failures() {}

    /** {@code failure} itself if that can be thrown as it is, else an exception around it. */
    static IOException asIoException(Exception failure) {
        if (failure instanceof IOException io) {
            return io;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("The thread was interrupted while it waited.");
            interrupted.initCause(failure);
            return interrupted;
        }
        return new IOException(failure);
    }
}
