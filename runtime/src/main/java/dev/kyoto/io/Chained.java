package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link AsyncRead#chain}. */
final class Chained implements AsyncRead {
    private final AsyncRead first;
    private final AsyncRead next;
    private boolean firstHasEnded;

    Chained(AsyncRead first, AsyncRead next) {
        this.first = first;
        this.next = Objects.requireNonNull(next, "next");
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        if (!firstHasEnded && buffer.hasRemaining()) {
            int before = buffer.position();
            if (first.pollRead(cx, buffer).isPending()) {
                return Poll.pending();
            }
            if (buffer.position() > before) {
                return Poll.ready(null);
            }
            firstHasEnded = true;
            first.close();
        }
        return next.pollRead(cx, buffer);
    }

    @Override
    public void close() {
        first.close();
        next.close();
    }

    @Override
    public String toString() {
        return first + " and then " + next;
    }
}
