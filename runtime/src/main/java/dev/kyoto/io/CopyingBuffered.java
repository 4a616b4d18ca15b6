package dev.kyoto.io;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** {@link ByteStreams#copyBuf}: writes straight from the reader's buffer. */
final class CopyingBuffered extends AbstractFuture<Long> {
    private final AsyncBufRead reader;
    private final AsyncWrite writer;
    private boolean unflushed;
    private long count;

    CopyingBuffered(AsyncBufRead reader, AsyncWrite writer) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.writer = Objects.requireNonNull(writer, "writer");
    }

    @Override
    protected Poll<Long> step(Context cx) throws IOException {
        while (true) {
            Poll<ByteBuffer> poll = reader.pollFill(cx, 1);
            boolean ended = poll.isReady() && !poll.value().hasRemaining();
            if (poll.isPending() || ended) {
                unflushed = unflushed && writer.pollFlush(cx).isPending();
                return ended && !unflushed ? readyWith(count) : Poll.pending();
            }
            ByteBuffer view = poll.value();
            int start = view.position();
            if (writer.pollWrite(cx, view).isPending()) {
                return Poll.pending();
            }
            int written = view.position() - start;
            WritingAll.requireProgress(writer, written > 0);
            reader.consume(written);
            unflushed = true;
            count += written;
        }
    }

    @Override
    protected String describe() {
        return "copyBuf(…)";
    }
}
