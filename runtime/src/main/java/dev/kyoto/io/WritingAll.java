package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link AsyncWrite#writeAll}. */
final class WritingAll extends AbstractFuture<@Nullable Void> {
    private final AsyncWrite writer;
    private final ByteBuffer buffer;

    WritingAll(AsyncWrite writer, ByteBuffer buffer) {
        this.writer = writer;
        this.buffer = Objects.requireNonNull(buffer, "buffer");
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws IOException {
        return poll(cx, writer, buffer) ? Poll.ready(null) : Poll.pending();
    }

    /** Writes {@code buffer}; false while that has to wait. */
    static boolean poll(Context cx, AsyncWrite writer, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            int before = buffer.remaining();
            if (writer.pollWrite(cx, buffer).isPending()) {
                return false;
            }
            requireProgress(writer, buffer.remaining() < before);
        }
        return true;
    }

    static void requireProgress(AsyncWrite writer, boolean progress) throws IOException {
        if (!progress) {
            throw new IOException(
                    writer + " said that it had written, and took nothing. A pollWrite that can take nothing"
                            + " returns pending, or throws.");
        }
    }

    @Override
    protected String describe() {
        return "The writeAll() of " + writer;
    }
}
