package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of {@link AsyncRead}. */
final class ReadingNumber<T> extends AbstractFuture<T> {
    /** How a number is taken out of a buffer, where it begins at {@code index}. */
    @FunctionalInterface
    interface Format<T> {
        T get(ByteBuffer buffer, int index);
    }

    private final AsyncRead reader;
    private final ByteBuffer bytes;
    private final Format<T> format;

    ReadingNumber(AsyncRead reader, int size, ByteOrder order, Format<T> format) {
        this.reader = reader;
        this.bytes = ByteBuffer.allocate(size).order(order);
        this.format = format;
    }

    @Override
    protected Poll<T> step(Context cx) throws IOException {
        return ReadingExactly.poll(cx, reader, bytes, bytes.capacity())
                ? readyWith(format.get(bytes, 0))
                : Poll.pending();
    }

    @Override
    protected String describe() {
        return "The reading of a number of " + reader;
    }
}
