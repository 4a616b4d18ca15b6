package dev.kyoto.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Buffers for records, direct ones, as sockets like them. A connection has one only while bytes wait in it, which of many
 * connections are few: those that are idle hold none. Some that are not in use are kept, because to allocate one takes longer
 * than to encrypt what it holds.
 *
 * <p>Thread-safe. Whoever takes a buffer owns it until it is given back; one that is not given back is garbage.
 */
final class RecordBuffers {
    /**
     * Two records of the longest kind that peers send, each 16 KiB and at most 325 bytes around them (the figure of Java's
     * engine), so that a write of 32 KiB goes to the system at once.
     */
    static final int SIZE = 2 * ((16 << 10) + 325);

    /** At most 2 MiB stay allocated; as many polls of connections at one instant need more than 32 processors. */
    private static final int MOST_KEPT = 64;

    private static final BlockingQueue<ByteBuffer> KEPT = new ArrayBlockingQueue<>(MOST_KEPT);

    private RecordBuffers() {}

    /** An empty buffer with room for {@code capacity} bytes at least. */
    static ByteBuffer take(int capacity) {
        if (capacity > SIZE) {
            return ByteBuffer.allocateDirect(capacity);
        }
        ByteBuffer kept = KEPT.poll();
        return kept != null ? kept.clear() : ByteBuffer.allocateDirect(SIZE);
    }

    static void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() == SIZE) {
            KEPT.offer(buffer);
        }
    }
}
