package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link ByteStreams#join}. */
final class JoinedStream implements AsyncReadWrite {
    private final AsyncRead reader;
    private final AsyncWrite writer;

    JoinedStream(AsyncRead reader, AsyncWrite writer) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.writer = Objects.requireNonNull(writer, "writer");
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        return reader.pollRead(cx, buffer);
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
        return writer.pollWrite(cx, buffer);
    }

    @Override
    public Poll<@Nullable Void> pollWriteVectored(Context cx, ByteBuffer[] buffers) throws IOException {
        return writer.pollWriteVectored(cx, buffers);
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
        reader.close();
        writer.close();
    }

    @Override
    public String toString() {
        return reader.toString();
    }
}
