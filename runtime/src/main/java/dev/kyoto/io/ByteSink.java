package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link AsyncWrite#sink}. */
final class ByteSink extends AbstractSink<ByteBuffer> {
    private final AsyncWrite writer;

    /** What was taken and is not written. */
    private @Nullable ByteBuffer piece;

    ByteSink(AsyncWrite writer) {
        this.writer = writer;
    }

    @Override
    protected Poll<@Nullable Void> stepReady(Context cx) throws IOException {
        return isWritten(cx) ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void accept(ByteBuffer element) {
        piece = element;
    }

    @Override
    protected Poll<@Nullable Void> stepFlush(Context cx) throws IOException {
        return isWritten(cx) ? writer.pollFlush(cx) : Poll.pending();
    }

    @Override
    protected Poll<@Nullable Void> stepFinish(Context cx) throws IOException {
        return isWritten(cx) ? writer.pollShutdown(cx) : Poll.pending();
    }

    private boolean isWritten(Context cx) throws IOException {
        if (piece != null && !WritingAll.poll(cx, writer, piece)) {
            return false;
        }
        piece = null;
        return true;
    }

    @Override
    protected void released() {
        piece = null;
        writer.close();
    }

    @Override
    protected String describe() {
        return "The sink() of " + writer;
    }
}
