package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;

/** {@link AsyncRead#read}. */
final class Reading extends AbstractFuture<Integer> {
    private final AsyncRead reader;
    private final ByteBuffer buffer;

    Reading(AsyncRead reader, ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException(
                    "The buffer has no room to read into (position = limit = " + buffer.limit()
                            + "). clear() it after use, or compact() it and, if it is full, take a larger one.");
        }
        this.reader = reader;
        this.buffer = buffer;
    }

    @Override
    protected Poll<Integer> step(Context cx) throws IOException {
        int start = buffer.position();
        if (reader.pollRead(cx, buffer).isPending()) {
            return Poll.pending();
        }
        int count = buffer.position() - start;
        return readyWith(count == 0 ? -1 : count);
    }

    @Override
    protected String describe() {
        return "The read() of " + reader;
    }
}
