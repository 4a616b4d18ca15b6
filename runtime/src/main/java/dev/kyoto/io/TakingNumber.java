package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** The numbers of {@link AsyncBufRead}, which stay there until they are whole. */
final class TakingNumber<T> extends AbstractFuture<T> {
    private final AsyncBufRead reader;
    private final int size;
    private final ByteOrder order;
    private final ReadingNumber.Format<T> format;

    TakingNumber(AsyncBufRead reader, int size, ByteOrder order, ReadingNumber.Format<T> format) {
        this.reader = reader;
        this.size = size;
        this.order = Objects.requireNonNull(order, "order");
        this.format = format;
    }

    @Override
    protected Poll<T> step(Context cx) throws IOException {
        Poll<ByteBuffer> poll = reader.pollFill(cx, size);
        if (poll.isPending()) {
            return Poll.pending();
        }
        ByteBuffer view = poll.value();
        if (view.remaining() < size) {
            throw ReadingExactly.tooShort(view.remaining(), size);
        }
        ByteOrder before = view.order();
        T number = format.get(view.order(order), view.position());
        view.order(before);
        reader.consume(size);
        return readyWith(number);
    }

    @Override
    protected String describe() {
        return "The reading of a number of " + reader;
    }
}
