package dev.kyoto.io;

import dev.kyoto.futures.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Moves all bytes from a reader to a writer, through a buffer of its own. While the writer waits it reads on until the
 * buffer is full, and while the reader waits it flushes what was written, so that nothing stands still half-way.
 */
final class Transfer {
    /** Tokio's size. */
    private static final int BUFFER_SIZE = 8 << 10;

    private final AsyncRead reader;
    private final AsyncWrite writer;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);

    /** The bytes from {@code sent} to {@code filled} wait. */
    private int sent;

    private int filled;
    private boolean ended;
    private boolean unflushed;
    private long count;

    Transfer(AsyncRead reader, AsyncWrite writer) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.writer = Objects.requireNonNull(writer, "writer");
    }

    /** How many bytes were written. */
    long count() {
        return count;
    }

    AsyncWrite writer() {
        return writer;
    }

    /** True when the reader has ended and all is written and flushed; false while that has to wait. */
    boolean poll(Context cx) throws IOException {
        while (true) {
            boolean readerWaits = !ended && filled < buffer.capacity() && !read(cx);
            if (!write(cx)) {
                return false;
            }
            if (ended || readerWaits) {
                unflushed = unflushed && writer.pollFlush(cx).isPending();
                return ended && !unflushed;
            }
        }
    }

    private boolean read(Context cx) throws IOException {
        buffer.clear().position(filled);
        if (reader.pollRead(cx, buffer).isPending()) {
            return false;
        }
        ended = buffer.position() == filled;
        filled = buffer.position();
        return true;
    }

    private boolean write(Context cx) throws IOException {
        while (sent < filled) {
            buffer.limit(filled).position(sent);
            if (writer.pollWrite(cx, buffer).isPending()) {
                return false;
            }
            WritingAll.requireProgress(writer, buffer.position() > sent);
            count += buffer.position() - sent;
            sent = buffer.position();
            unflushed = true;
        }
        sent = 0;
        filled = 0;
        return true;
    }
}
