package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link AsyncBufRead#readLine} and {@link AsyncBufRead#readUntil}. */
final class ReadingPiece<T> extends AbstractFuture<@Nullable T> {
    private final AsyncBufRead reader;
    private final Pieces<T> pieces;

    ReadingPiece(AsyncBufRead reader, Pieces<T> pieces) {
        this.reader = reader;
        this.pieces = pieces;
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws IOException {
        Poll<ByteBuffer> poll = pieces.poll(cx, reader);
        if (poll.isPending()) {
            return Poll.pending();
        }
        ByteBuffer view = poll.value();
        return view.hasRemaining() ? readyWith(pieces.take(reader, view)) : Poll.ready(null);
    }

    @Override
    protected String describe() {
        return "The reading of a line of " + reader;
    }
}
