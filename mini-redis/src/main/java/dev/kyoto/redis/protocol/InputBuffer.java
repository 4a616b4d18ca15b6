package dev.kyoto.redis.protocol;

import java.nio.ByteBuffer;

/**
 * Bytes that have arrived and were not parsed yet. It grows by doubling as bytes arrive, goes back to its first size when it
 * is empty, and remembers how far it has looked for a line's end, so that no byte is looked at twice, however small the
 * pieces.
 *
 * <p>Used by one connection, on one thread at a time.
 */
public final class InputBuffer {
    /** Redis's size of one read. */
    private static final int INITIAL_SIZE = 16 << 10;

    /** An empty buffer larger than this is given back. */
    private static final int LARGEST_KEPT = 64 << 10;

    /** What one read may bring: the JDK copies through a native buffer as large as the room that is offered to it. */
    private static final int LARGEST_READ = 64 << 10;

    private byte[] array = new byte[INITIAL_SIZE];
    private ByteBuffer view = ByteBuffer.wrap(array);

    /** Parsed bytes lie before {@code read}, waiting ones before {@code written}. */
    private int read;

    private int written;

    /** No line feed lies in {@code read..scanned}. */
    private int scanned;

    /** Room for what arrives next; afterwards call {@link #received}. Valid until then. */
    public ByteBuffer room() {
        if (read == written) {
            reset();
        } else if (written == array.length) {
            makeRoom();
        }
        return view.limit(Math.min(array.length, written + LARGEST_READ)).position(written);
    }

    /** Counts the first {@code bytes} of {@link #room()} as arrived. */
    public void received(int bytes) {
        written += bytes;
    }

    /** How many bytes wait to be parsed. */
    public int available() {
        return written - read;
    }

    public boolean isEmpty() {
        return read == written;
    }

    /** Copies {@code bytes} in as if they had arrived. */
    public void append(byte[] bytes) {
        for (int done = 0; done < bytes.length; ) {
            ByteBuffer room = room();
            int part = Math.min(room.remaining(), bytes.length - done);
            room.put(bytes, done, part);
            received(part);
            done += part;
        }
    }

    private void reset() {
        read = written = scanned = 0;
        if (array.length > LARGEST_KEPT) {
            replaceBy(new byte[INITIAL_SIZE]);
        }
    }

    /** Moves the waiting bytes to the front if that frees half of the array, so that moving stays linear over all; else doubles. */
    private void makeRoom() {
        int waiting = written - read;
        byte[] target = array;
        if (read < array.length / 2) {
            target = new byte[(int) Math.min(array.length * 2L, Integer.MAX_VALUE - 8)];
            if (target.length == array.length) {
                throw new OutOfMemoryError("An input buffer cannot grow past " + array.length + " bytes");
            }
        }
        System.arraycopy(array, read, target, 0, waiting);
        scanned -= read;
        read = 0;
        written = waiting;
        replaceBy(target);
    }

    private void replaceBy(byte[] target) {
        if (target != array) {
            array = target;
            view = ByteBuffer.wrap(target);
        }
    }

    // ---- for the parsers

    byte peek() {
        return array[read];
    }

    byte byteAt(int offset) {
        return array[read + offset];
    }

    /**
     * The length of the next line up to its line feed, or -1 if that has not arrived.
     *
     * @throws ProtocolException if the line is longer than {@code limit}; {@code what} names it
     */
    int lineLength(int limit, String what) throws ProtocolException {
        int i = Math.max(scanned, read);
        while (i < written && array[i] != '\n') {
            i++;
        }
        scanned = i;
        if (i - read > limit) {
            throw new ProtocolException("too big " + what);
        }
        return i < written ? i - read : -1;
    }

    /** The number in a complete header line of {@code lineLength} bytes, behind its type byte; not consumed. */
    long header(int lineLength, String what) throws ProtocolException {
        if (lineLength < 1 || array[read + lineLength - 1] != '\r') {
            throw new ProtocolException("invalid " + what);
        }
        try {
            return Decimal.parse(array, read + 1, read + lineLength - 1);
        } catch (NumberFormatException e) {
            throw new ProtocolException("invalid " + what);
        }
    }

    Bytes copy(int offset, int length) {
        return Bytes.copyOf(array, read + offset, length);
    }

    void skip(int bytes) {
        read += bytes;
    }
}
