package dev.kyoto.http;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.io.LimitExceededException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Pieces, which fail when they are more than so many bytes together. */
final class Limited extends AbstractStream<ByteBuffer> {
    private final Stream<ByteBuffer> pieces;
    private final long limit;
    private long left;

    Limited(Stream<ByteBuffer> pieces, long limit) {
        this.pieces = pieces;
        this.limit = limit;
        this.left = limit;
    }

    @Override
    protected Poll<@Nullable ByteBuffer> step(Context cx) throws Exception {
        Poll<@Nullable ByteBuffer> poll = pieces.pollNext(cx);
        if (poll.isPending()) {
            return Poll.pending();
        }
        ByteBuffer piece = poll.value();
        if (piece == null) {
            return end();
        }
        if (piece.remaining() > left) {
            throw tooLarge(limit);
        }
        left -= piece.remaining();
        return readyWith(piece);
    }

    static LimitExceededException tooLarge(long limit) {
        return new LimitExceededException(
                "The body has more than the " + limit + " bytes it may have. withLimit(…) allows more.", limit);
    }

    @Override
    protected void released() {
        pieces.close();
    }

    @Override
    protected String describe() {
        return "A body of at most " + limit + " bytes";
    }
}
