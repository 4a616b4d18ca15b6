package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link AsyncRead#readExact}. */
final class ReadingExactly extends AbstractFuture<@Nullable Void> {
    private final AsyncRead reader;
    private final ByteBuffer buffer;
    private final int wanted;

    ReadingExactly(AsyncRead reader, ByteBuffer buffer) {
        this.reader = reader;
        this.buffer = Objects.requireNonNull(buffer, "buffer");
        this.wanted = buffer.remaining();
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) throws IOException {
        return poll(cx, reader, buffer, wanted) ? Poll.ready(null) : Poll.pending();
    }

    /** Fills {@code buffer}, of which {@code wanted} bytes are to be read in all; false while that has to wait. */
    static boolean poll(Context cx, AsyncRead reader, ByteBuffer buffer, int wanted) throws IOException {
        while (buffer.hasRemaining()) {
            int before = buffer.position();
            if (reader.pollRead(cx, buffer).isPending()) {
                return false;
            }
            if (buffer.position() == before) {
                throw tooShort(wanted - buffer.remaining(), wanted);
            }
        }
        return true;
    }

    static EOFException tooShort(int count, int wanted) {
        return new EOFException("The stream ended after " + count + " of " + wanted
                + " bytes. Who sent them has ended early, or is not sending what is expected here; where the end is no"
                + " surprise, use read() or fill().");
    }

    @Override
    protected String describe() {
        return "The readExact() of " + reader;
    }
}
