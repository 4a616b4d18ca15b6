package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes in memory as a reader with a position. It never waits, except for the turn of others. */
public final class MemoryReader implements AsyncBufRead, AsyncSeek {
    private final ByteBuffer bytes;
    private final Shown shown;

    /** May lie beyond the end. */
    private long position;

    public MemoryReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    /** What remains of {@code bytes}, whose own position stays where it is. */
    public MemoryReader(ByteBuffer bytes) {
        this.bytes = bytes.slice();
        this.shown = new Shown(this.bytes);
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        Poll<ByteBuffer> poll = pollFill(cx, 1);
        return poll.isPending() ? Poll.pending() : Shown.move(poll.value(), buffer, this);
    }

    @Override
    public Poll<ByteBuffer> pollFill(Context cx, int atLeast) throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        int end = bytes.limit();
        return shown.bytes((int) Math.min(position, end), end);
    }

    @Override
    public void consume(int count) {
        long left = Math.max(bytes.limit() - position, 0);
        if (count < 0 || count > left) {
            throw Shown.tooMany(count, left);
        }
        position += count;
    }

    @Override
    public Poll<Long> pollSeek(Context cx, From from, long offset) {
        long start = switch (from) {
            case START -> 0;
            case CURRENT -> position;
            case END -> bytes.limit();
        };
        long target = Math.addExact(start, offset);
        if (target < 0) {
            throw new IllegalArgumentException("seek(" + from + ", " + offset + ") leads to " + target
                    + ", before the first byte. It is at " + position + " of " + bytes.limit() + ".");
        }
        position = target;
        return Poll.ready(position);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "MemoryReader[" + bytes.limit() + " bytes]";
    }
}
