package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link ByteStreams#writer(Sink)}. */
final class SinkWriter implements AsyncWrite {
    /** The largest piece that one write makes, because it is copied: a sink keeps what it is given. */
    static final int LARGEST_PIECE = 64 << 10;

    private final Sink<ByteBuffer> sink;

    SinkWriter(Sink<ByteBuffer> sink) {
        this.sink = Objects.requireNonNull(sink, "sink");
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return Poll.ready(null);
        }
        try {
            if (sink.pollReady(cx).isPending()) {
                return Poll.pending();
            }
            int count = Math.min(buffer.remaining(), LARGEST_PIECE);
            ByteBuffer piece =
                    ByteBuffer.allocate(count).put(buffer.slice().limit(count)).flip();
            sink.startSend(piece);
            buffer.position(buffer.position() + count);
            return Poll.ready(null);
        } catch (Exception e) {
            throw Failures.asIoException(e);
        }
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
        try {
            return sink.pollFlush(cx);
        } catch (Exception e) {
            throw Failures.asIoException(e);
        }
    }

    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
        try {
            return sink.pollFinish(cx);
        } catch (Exception e) {
            throw Failures.asIoException(e);
        }
    }

    @Override
    public void close() {
        sink.close();
    }

    @Override
    public String toString() {
        return "the writer to " + sink;
    }
}
