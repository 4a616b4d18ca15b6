package dev.kyoto.codec;

import java.nio.ByteBuffer;

/** Taking frames out of buffers. */
final class Frames {
    private Frames() {}

    /** The next {@code length} bytes, in a buffer of their own. */
    static ByteBuffer copy(ByteBuffer bytes, int length) {
        byte[] copy = new byte[length];
        bytes.get(copy);
        return ByteBuffer.wrap(copy);
    }
}
