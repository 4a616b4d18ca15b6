package dev.kyoto.http;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link Body#bytes}. What the peer announces takes no memory before it comes. */
final class Collecting extends AbstractFuture<byte[]> {
    private final Stream<ByteBuffer> pieces;
    private byte[] bytes = new byte[0];
    private int count;

    Collecting(Stream<ByteBuffer> pieces) {
        this.pieces = pieces;
    }

    @Override
    protected Poll<byte[]> step(Context cx) throws Exception {
        while (true) {
            Poll<@Nullable ByteBuffer> poll = pieces.pollNext(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            ByteBuffer piece = poll.value();
            if (piece == null) {
                return readyWith(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
            }
            add(piece);
        }
    }

    private void add(ByteBuffer piece) {
        int added = piece.remaining();
        if (count == 0 && piece.hasArray() && piece.array().length == added) {
            bytes = piece.array(); // most bodies are one piece, which is ours
        } else {
            int wanted = Math.addExact(count, added);
            if (wanted > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int)
                        Math.max(wanted, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
            }
            piece.get(bytes, count, added);
        }
        count += added;
    }

    @Override
    protected void dropped() {
        pieces.close();
    }

    @Override
    protected String describe() {
        return "Body.bytes()";
    }
}
