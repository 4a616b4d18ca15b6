package dev.kyoto.net;

import java.nio.ByteBuffer;

/** Bytes that were taken from a socket to be looked at, and are still to be read. */
final class Lookahead {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** From its position to its limit. */
    private ByteBuffer bytes = NOTHING;

    boolean hasBytes() {
        return bytes.hasRemaining();
    }

    /** Where to put what lacks to {@code wanted} bytes, to be told of by {@link #received}. */
    ByteBuffer roomFor(int wanted) {
        int present = bytes.remaining();
        if (bytes.capacity() < wanted) {
            bytes = ByteBuffer.allocate(wanted).put(bytes).flip();
        } else if (bytes.capacity() - bytes.position() < wanted) {
            bytes.compact().flip();
        }
        int end = bytes.position() + present;
        return bytes.duplicate().limit(Math.max(end, bytes.position() + wanted)).position(end);
    }

    void received(ByteBuffer room) {
        bytes.limit(room.position());
    }

    int copyTo(ByteBuffer buffer) {
        return transfer(bytes.duplicate(), buffer);
    }

    int moveTo(ByteBuffer buffer) {
        return transfer(bytes, buffer);
    }

    private static int transfer(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        int limit = from.limit();
        to.put(from.limit(from.position() + count));
        from.limit(limit);
        return count;
    }
}
