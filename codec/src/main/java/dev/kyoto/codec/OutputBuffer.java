package dev.kyoto.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes on their way out, to which encoders append:
 *
 * <pre>{@code
 * out.reserve(5).put(TYPE).putInt(value);
 * }</pre>
 *
 * <p>It grows by doubling. What a large frame needed is given back when everything was sent.
 */
public final class OutputBuffer {
    private static final int INITIAL_SIZE = 1 << 10;

    /** An empty buffer that is larger is given back. */
    private static final int LARGEST_KEPT = 64 << 10;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Its position is the end of what was appended. */
    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_SIZE);

    /** What lies before was sent. */
    private int sent;

    OutputBuffer() {}

    /**
     * Where to put what comes next: all that is put into this buffer is appended.
     *
     * @param bytes how many there is room for, at least
     * @return big-endian, with its position where the next byte goes; not to be flipped or cleared, and valid until the next call
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public ByteBuffer reserve(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("Room for " + bytes + " bytes was asked for.");
        }
        if (buffer.remaining() < bytes) {
            grow(bytes);
        }
        return buffer.order(ByteOrder.BIG_ENDIAN);
    }

    /** Appends what remains of {@code bytes}, whose position stays where it is. */
    public void put(ByteBuffer bytes) {
        reserve(bytes.remaining()).put(bytes.duplicate());
    }

    /** How many bytes were appended and not sent yet. */
    public int size() {
        return buffer.position() - sent;
    }

    /**
     * Moves the unsent bytes to the front if that frees half of the buffer, so that moving stays linear over all; else
     * doubles.
     */
    private void grow(int bytes) {
        int size = size();
        long needed = (long) size + bytes;
        if (needed > LARGEST_ARRAY) {
            throw new OutOfMemoryError("Frames of " + needed + " bytes do not fit one buffer.");
        }
        int capacity = buffer.capacity();
        ByteBuffer unsent = unsent();
        if (needed <= capacity / 2) {
            buffer = unsent.compact();
        } else {
            int larger = (int) Math.min(Math.max(2L * capacity, needed), LARGEST_ARRAY);
            buffer = ByteBuffer.allocate(larger).put(unsent);
        }
        sent = 0;
    }

    /** A view of what was not sent. */
    ByteBuffer unsent() {
        return buffer.duplicate().flip().position(sent);
    }

    /** Counts {@code bytes} of {@link #unsent} as sent. */
    void sent(int bytes) {
        sent += bytes;
        if (sent == buffer.position()) {
            sent = 0;
            buffer = buffer.capacity() > LARGEST_KEPT ? ByteBuffer.allocate(INITIAL_SIZE) : buffer.clear();
        }
    }
}
