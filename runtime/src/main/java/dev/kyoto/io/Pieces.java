package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is read up to the next delimiter. It remembers how far it has looked, so that no byte is looked at twice however
 * small the pieces are in which they arrive; the bytes stay in the reader until all are there.
 */
abstract class Pieces<T> {
    private final byte delimiter;
    private final int limit;

    /** No delimiter lies in so many bytes of what the reader has. */
    private int scanned;

    Pieces(byte delimiter, int limit) {
        this.delimiter = delimiter;
        this.limit = Limits.requireNotNegative(limit);
    }

    static Pieces<byte[]> withDelimiter(byte delimiter, int limit) {
        return new Pieces<>(delimiter, limit) {
            @Override
            byte[] of(ByteBuffer piece, boolean delimited) {
                return bytes(piece, piece.remaining() + (delimited ? 1 : 0));
            }
        };
    }

    static Pieces<byte[]> withoutDelimiter(byte delimiter, int limit) {
        return new Pieces<>(delimiter, limit) {
            @Override
            byte[] of(ByteBuffer piece, boolean delimited) {
                return bytes(piece, piece.remaining());
            }
        };
    }

    private static byte[] bytes(ByteBuffer piece, int length) {
        byte[] bytes = new byte[length];
        piece.limit(piece.position() + length).get(bytes);
        return bytes;
    }

    /**
     * What is made of a piece.
     *
     * @param piece its bytes; if it was delimited, the delimiter lies behind its limit
     */
    abstract T of(ByteBuffer piece, boolean delimited) throws IOException;

    /** Whether the next piece or the end has come; if so, {@link #take} takes it of the view that was seen last. */
    final Poll<ByteBuffer> poll(Context cx, AsyncBufRead reader) throws IOException {
        while (true) {
            Poll<ByteBuffer> poll = reader.pollFill(cx, scanned + 1);
            if (poll.isPending()) {
                return poll;
            }
            ByteBuffer view = poll.value();
            boolean ended = view.remaining() <= scanned;
            scanned = indexOfDelimiter(view);
            if (scanned > limit) {
                scanned = 0;
                throw new LimitExceededException(
                        "A piece of " + reader + " has more than the " + limit
                                + " bytes that it may have. If such pieces are"
                                + " right, raise the limit; if not, end the connection, because where the next one begins is"
                                + " unknown.",
                        limit);
            }
            if (ended || scanned < view.remaining()) {
                return poll;
            }
        }
    }

    /** Takes the piece that {@link #poll} has found in {@code view}, which is not empty. */
    final T take(AsyncBufRead reader, ByteBuffer view) throws IOException {
        int length = scanned;
        scanned = 0;
        boolean delimited = length < view.remaining();
        try {
            return of(view.limit(view.position() + length), delimited);
        } finally {
            reader.consume(length + (delimited ? 1 : 0));
        }
    }

    private int indexOfDelimiter(ByteBuffer view) {
        int start = view.position();
        int end = view.limit();
        int i = start + scanned;
        while (i < end && view.get(i) != delimiter) {
            i++;
        }
        return i - start;
    }
}
