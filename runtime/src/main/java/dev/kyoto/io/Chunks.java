package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@link AsyncRead#chunks}. It reads into one buffer and hands out copies of what came: a reader that gets little at a time then
 * keeps little, and one that waits has no buffer per element.
 */
final class Chunks extends AbstractStream<ByteBuffer> {
    private final AsyncRead reader;
    private final int size;

    /** Null until the first poll, and while its content is the reader's. */
    private @Nullable ByteBuffer buffer;

    Chunks(AsyncRead reader, int size) {
        this.reader = reader;
        this.size = Limits.requirePositive(size, "size of a piece");
    }

    @Override
    protected Poll<@Nullable ByteBuffer> step(Context cx) throws IOException {
        ByteBuffer room = buffer == null ? ByteBuffer.allocate(size) : buffer;
        buffer = room;
        if (reader.pollRead(cx, room).isPending()) {
            return Poll.pending();
        }
        if (room.position() == 0) {
            return end();
        }
        if (room.hasRemaining()) {
            ByteBuffer piece = ByteBuffer.allocate(room.position()).put(room.flip());
            room.clear();
            return readyWith(piece.flip());
        }
        buffer = null; // it is full, so it goes as it is
        return readyWith(room.flip());
    }

    @Override
    protected void released() {
        buffer = null;
        reader.close();
    }

    @Override
    protected String describe() {
        return "The chunks() of " + reader;
    }
}
