package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link ByteStreams#sink}. */
final class Discarding implements AsyncWrite {
    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        buffer.position(buffer.limit());
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

    @Override
    public String toString() {
        return "sink()";
    }
}
