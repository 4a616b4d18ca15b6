package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link AsyncRead#take}. */
final class Taken implements AsyncRead {
    private final AsyncRead reader;
    private long left;

    Taken(AsyncRead reader, long limit) {
        this.reader = reader;
        this.left = Limits.requireNotNegative(limit);
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        if (left == 0) {
            return Poll.ready(null);
        }
        int start = buffer.position();
        int limit = buffer.limit();
        buffer.limit((int) Math.min(limit, start + left));
        try {
            return reader.pollRead(cx, buffer);
        } finally {
            left -= buffer.position() - start;
            buffer.limit(limit);
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    @Override
    public String toString() {
        return "the next " + left + " bytes of " + reader;
    }
}
