package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link AsyncWrite#writeAllVectored}. */
final class WritingAllVectored extends AbstractFuture<@Nullable Void> {
    private final AsyncWrite writer;
    private final ByteBuffer[] buffers;

    WritingAllVectored(AsyncWrite writer, ByteBuffer[] buffers) {
        this.writer = writer;
        this.buffers = buffers.clone();
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws IOException {
        for (long left = remaining(); left > 0; ) {
            if (writer.pollWriteVectored(cx, buffers).isPending()) {
                return Poll.pending();
            }
            long before = left;
            left = remaining();
            WritingAll.requireProgress(writer, left < before);
        }
        return Poll.ready(null);
    }

    private long remaining() {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    @Override
    protected String describe() {
        return "The writeAllVectored() of " + writer;
    }
}
