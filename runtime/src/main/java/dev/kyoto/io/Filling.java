package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;

/** {@link AsyncBufRead#fill}. The reader's ready poll passes through as it is. */
final class Filling extends AbstractFuture<ByteBuffer> {
    private final AsyncBufRead reader;
    private final int atLeast;

    Filling(AsyncBufRead reader, int atLeast) {
        this.reader = reader;
        this.atLeast = Limits.requirePositive(atLeast, "number of bytes to wait for");
    }

    @Override
    protected Poll<ByteBuffer> step(Context cx) throws IOException {
        return reader.pollFill(cx, atLeast);
    }

    @Override
    protected String describe() {
        return "The fill() of " + reader;
    }
}
