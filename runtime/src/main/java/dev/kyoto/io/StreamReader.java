package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link ByteStreams#reader(Stream)}. */
final class StreamReader implements AsyncRead {
    private final Stream<ByteBuffer> pieces;

    /** What is left of the piece at hand. */
    private @Nullable ByteBuffer piece;

    StreamReader(Stream<ByteBuffer> pieces) {
        this.pieces = Objects.requireNonNull(pieces, "pieces");
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return Poll.ready(null);
        }
        while (piece == null || !piece.hasRemaining()) {
            Poll<@Nullable ByteBuffer> poll;
            try {
                poll = pieces.pollNext(cx);
            } catch (Exception e) {
                throw Failures.asIoException(e);
            }
            if (poll.isPending()) {
                return Poll.pending();
            }
            piece = poll.value();
            if (piece == null) {
                return Poll.ready(null);
            }
        }
        int count = Math.min(piece.remaining(), buffer.remaining());
        buffer.put(piece.slice().limit(count));
        piece.position(piece.position() + count);
        return Poll.ready(null);
    }

    @Override
    public void close() {
        piece = null;
        pieces.close();
    }

    @Override
    public String toString() {
        return "the reader of " + pieces;
    }
}
