package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@link AsyncBufRead#take}. */
final class TakenBuffered implements AsyncBufRead {
    private final AsyncBufRead reader;
    private final Shown end = new Shown(ByteBuffer.allocate(0));
    private long left;

    TakenBuffered(AsyncBufRead reader, long limit) {
        this.reader = reader;
        this.left = Limits.requireNotNegative(limit);
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        Poll<ByteBuffer> poll = pollFill(cx, 1);
        return poll.isPending() ? Poll.pending() : Shown.move(poll.value(), buffer, this);
    }

    @Override
    public Poll<ByteBuffer> pollFill(Context cx, int atLeast) throws IOException {
        if (left == 0) {
            return end.bytes(0, 0);
        }
        Poll<ByteBuffer> poll = reader.pollFill(cx, (int) Math.min(atLeast, left));
        if (poll.isReady()) {
            ByteBuffer view = poll.value();
            view.limit((int) Math.min(view.limit(), view.position() + left));
        }
        return poll;
    }

    @Override
    public void consume(int count) {
        if (count > left) {
            throw Shown.tooMany(count, left);
        }
        reader.consume(count);
        left -= count;
    }

    @Override
    public void close() {
        reader.close();
    }

    @Override
    public String toString() {
        return "the next " + left + " bytes of " + reader;
    }
}
