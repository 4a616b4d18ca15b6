package dev.kyoto.internal.driver;

import java.nio.channels.SelectionKey;

/** The two things one can wait for on a channel, with the bits of each in the word of an {@link IoSource}. */
public enum Direction {
    /** Bytes, the end of the stream, or a connection to accept. */
    READ(1, 2, 64, SelectionKey.OP_READ | SelectionKey.OP_ACCEPT),

    /** Room in the send buffer, or the end of a connection attempt. */
    WRITE(4, 8, 0, SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT);

    /** An operation may succeed: to be tried before anybody waits. */
    final int ready;

    /** The selector was told to look away. */
    final int disarmed;

    /** The selector has told so twice, and nobody has tried yet. Zero where it is told to look away the first time. */
    final int unread;

    /** All selector operations that mean this direction; a channel uses one of them at a time. */
    final int operations;

    Direction(int ready, int disarmed, int unread, int operations) {
        this.ready = ready;
        this.disarmed = disarmed;
        this.unread = unread;
        this.operations = operations;
    }
}
