package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A buffer before a writer: many small writes become few large ones. What was written is out after {@link #flush} or
 * {@link #shutdown}, and is <b>lost</b> when this is closed without.
 *
 * <p>What is larger than the buffer goes past it, together with what the buffer holds where the writer behind it can
 * write several at once.
 */
public final class BufWriter implements AsyncWrite {
    private final AsyncWrite writer;
    private final ByteBuffer buffer;

    /** The bytes from {@code sent} to {@code filled} wait. */
    private int sent;

    private int filled;

    /** A buffer of {@value BufReader#DEFAULT_CAPACITY} bytes before {@code writer}, which it owns. */
    public BufWriter(AsyncWrite writer) {
        this(writer, BufReader.DEFAULT_CAPACITY);
    }

    /** @throws IllegalArgumentException if {@code capacity} is less than 1 */
    public BufWriter(AsyncWrite writer, int capacity) {
        this.writer = Objects.requireNonNull(writer, "writer");
        this.buffer = ByteBuffer.allocate(Limits.requirePositive(capacity, "capacity"));
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer source) throws IOException {
        if (source.remaining() >= buffer.capacity()) {
            return pollWritePast(cx, source);
        }
        if (source.remaining() > buffer.capacity() - filled && !isDrained(cx)) {
            return Poll.pending();
        }
        buffer.clear().position(filled);
        filled += source.remaining();
        buffer.put(source);
        return Poll.ready(null);
    }

    private Poll<@Nullable Void> pollWritePast(Context cx, ByteBuffer source) throws IOException {
        int before = source.remaining();
        while (sent < filled && source.remaining() == before) {
            ByteBuffer waiting = buffer.limit(filled).position(sent);
            if (writer.pollWriteVectored(cx, new ByteBuffer[] {waiting, source}).isPending()) {
                return Poll.pending();
            }
            WritingAll.requireProgress(writer, waiting.position() > sent);
            sent = waiting.position();
        }
        return source.remaining() < before ? Poll.ready(null) : writer.pollWrite(cx, source);
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
        return isDrained(cx) ? writer.pollFlush(cx) : Poll.pending();
    }

    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
        return isDrained(cx) ? writer.pollShutdown(cx) : Poll.pending();
    }

    /** How many bytes wait for a flush. */
    public int buffered() {
        return filled - sent;
    }

    private boolean isDrained(Context cx) throws IOException {
        while (sent < filled) {
            buffer.limit(filled).position(sent);
            if (writer.pollWrite(cx, buffer).isPending()) {
                return false;
            }
            WritingAll.requireProgress(writer, buffer.position() > sent);
            sent = buffer.position();
        }
        sent = 0;
        filled = 0;
        return true;
    }

    @Override
    public void close() {
        writer.close();
    }

    @Override
    public String toString() {
        return writer + ", buffered";
    }
}
