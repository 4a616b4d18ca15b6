package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** {@link AsyncRead#readToEnd} and {@link AsyncRead#readToString}. */
final class ReadingToEnd<T> extends AbstractFuture<T> {
    static final Conversion<byte[]> BYTES = bytes -> bytes;

    /** What is made of the bytes. */
    @FunctionalInterface
    interface Conversion<T> {
        T of(byte[] bytes) throws IOException;
    }

    private static final int INITIAL_SIZE = 1 << 10;

    private final AsyncRead reader;
    private final int limit;
    private final Conversion<T> conversion;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    ReadingToEnd(AsyncRead reader, int limit, Conversion<T> conversion) {
        this.reader = reader;
        this.limit = Limits.requireNotNegative(limit);
        this.conversion = conversion;
    }

    @Override
    protected Poll<T> step(Context cx) throws IOException {
        while (true) {
            if (!buffer.hasRemaining()) {
                grow();
            }
            int before = buffer.position();
            if (reader.pollRead(cx, buffer).isPending()) {
                return Poll.pending();
            }
            int count = buffer.position();
            if (count == before) {
                return readyWith(conversion.of(Arrays.copyOf(buffer.array(), count)));
            }
            if (count > limit) {
                throw new LimitExceededException(
                        reader + " has more than the " + limit
                                + " bytes that were to be read to its end. If that much is"
                                + " welcome, raise the limit of readToEnd() or readToString(); else read piece by piece.",
                        limit);
            }
        }
    }

    /** By doubling, and to no more than one byte beyond the limit, which shows that it is exceeded. */
    private void grow() {
        long most = Math.min(limit + 1L, Limits.LARGEST_ARRAY);
        int size = (int) Math.min(Math.max(INITIAL_SIZE, 2L * buffer.capacity()), most);
        if (size == buffer.capacity()) {
            throw new OutOfMemoryError("No array is longer than " + size + " bytes.");
        }
        buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
    }

    @Override
    protected void dropped() {
        buffer = ByteBuffer.allocate(0);
    }

    @Override
    protected String describe() {
        return "The readToEnd() of " + reader;
    }
}
