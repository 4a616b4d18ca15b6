package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link AsyncBufRead#lines} and {@link AsyncBufRead#split}. */
final class PieceStream<T> extends AbstractStream<T> {
    private final AsyncBufRead reader;
    private final Pieces<T> pieces;

    PieceStream(AsyncBufRead reader, Pieces<T> pieces) {
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
        return view.hasRemaining() ? readyWith(pieces.take(reader, view)) : end();
    }

    @Override
    protected void released() {
        reader.close();
    }

    @Override
    protected String describe() {
        return "The stream of pieces of " + reader;
    }
}
