package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is written, in memory. It takes everything, also after a shutdown; it never waits, except for the turn of others.
 *
 * <p>{@link #toByteArray} may be called at any time by the task that writes.
 */
public final class MemoryWriter implements AsyncWrite {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (buffer.hasArray()) {
            bytes.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            buffer.position(buffer.limit());
        } else {
            byte[] copy = new byte[buffer.remaining()];
            buffer.get(copy);
            bytes.write(copy, 0, copy.length);
        }
        return Poll.ready(null);
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) {
        return Poll.ready(null);
    }

    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) {
        return Poll.ready(null);
    }

    /** How many bytes were written. */
    public int size() {
        return bytes.size();
    }

    /** A copy of all that was written. */
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "MemoryWriter[" + bytes.size() + " bytes]";
    }
}
