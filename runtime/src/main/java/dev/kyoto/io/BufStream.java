package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A {@link BufReader} and a {@link BufWriter} around the two directions of one connection. */
public final class BufStream implements AsyncReadWrite, AsyncBufRead {
    private final AsyncReadWrite stream;
    private final BufReader reader;
    private final BufWriter writer;

    /** Buffers of {@value BufReader#DEFAULT_CAPACITY} bytes around {@code stream}, which it owns. */
    public BufStream(AsyncReadWrite stream) {
        this(stream, BufReader.DEFAULT_CAPACITY, BufReader.DEFAULT_CAPACITY);
    }

    /** @throws IllegalArgumentException if a capacity is less than 1 */
    public BufStream(AsyncReadWrite stream, int readCapacity, int writeCapacity) {
        this.stream = stream;
        this.reader = new BufReader(stream, readCapacity);
        this.writer = new BufWriter(stream, writeCapacity);
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer target) throws IOException {
        return reader.pollRead(cx, target);
    }

    @Override
    public Poll<ByteBuffer> pollFill(Context cx, int atLeast) throws IOException {
        return reader.pollFill(cx, atLeast);
    }

    @Override
    public void consume(int count) {
        reader.consume(count);
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer source) throws IOException {
        return writer.pollWrite(cx, source);
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
        return writer.pollFlush(cx);
    }

    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
        return writer.pollShutdown(cx);
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public String toString() {
        return stream + ", buffered";
    }
}
