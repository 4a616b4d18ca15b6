package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** {@link AsyncWrite#write}. */
final class Writing extends AbstractFuture<Integer> {
    private final AsyncWrite writer;
    private final ByteBuffer buffer;

    Writing(AsyncWrite writer, ByteBuffer buffer) {
        this.writer = writer;
        this.buffer = Objects.requireNonNull(buffer, "buffer");
    }

    @Override
    protected Poll<Integer> step(Context cx) throws IOException {
        int start = buffer.position();
        return writer.pollWrite(cx, buffer).isPending() ? Poll.pending() : readyWith(buffer.position() - start);
    }

    @Override
    protected String describe() {
        return "The write() of " + writer;
    }
}
