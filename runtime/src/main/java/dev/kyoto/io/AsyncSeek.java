package dev.kyoto.io;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.io.IOException;

/** Something with a position that can be moved: a file, bytes in memory. */
public interface AsyncSeek {
    /** Where an offset counts from. */
    enum From {
        START,
        /** The present position. */
        CURRENT,
        END
    }

    /**
     * Moves the position. Polled again after it was pending, it is given the same arguments.
     *
     * @return ready with the new position, counted from the start; or pending
     * @throws IllegalArgumentException if the new position were negative; the old one stays
     * @throws IOException if that failed
     */
    Poll<Long> pollSeek(Context cx, From from, long offset) throws IOException;

    /**
     * Moves the position, also beyond the end: the new one, counted from the start. {@code seek(CURRENT, 0)} tells where
     * it is, and {@code seek(END, 0)} how long the whole is.
     *
     * <p>Fails with {@link IllegalArgumentException} if the new position were negative.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the position moves only in the poll that is ready.
     */
    @CancelSafe
    default Future<Long> seek(From from, long offset) {
        return new Seeking(this, from, offset);
    }
}
