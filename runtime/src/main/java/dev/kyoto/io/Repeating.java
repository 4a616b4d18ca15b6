package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link ByteStreams#repeat}. */
final class Repeating implements AsyncRead {
    private final byte value;

    Repeating(byte value) {
        this.value = value;
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        while (buffer.hasRemaining()) {
            buffer.put(value);
        }
        return Poll.ready(null);
    }

    @Override
    public String toString() {
        return "repeat(" + value + ")";
    }
}
