package dev.kyoto.http;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A body as it comes: pieces, each in a buffer of its own, read from the connection when they are asked for. So who sends is
 * slowed down to the pace of who reads.
 */
final class IncomingBody extends AbstractStream<ByteBuffer> {
    /** The message that the body belongs to. */
    interface Message {
        /** How many bytes there are still to come, or -1 if that is not known. */
        long left();

        /**
         * Waits for bytes, as {@link Content#pollShow} does.
         *
         * @throws IllegalStateException if it is too late to read
         */
        Poll<ByteBuffer> pollShow(Context cx) throws IOException;

        /** Takes the first {@code count} bytes of those that were shown. */
        void take(int count);

        /** For a body of more than {@code limit} bytes. */
        IOException tooLarge(long limit);

        /** Nothing is read any more: the body has ended, or it failed, or nobody wants the rest. */
        default void released() {}
    }

    private final Message message;
    private final long limit;
    private long read;

    IncomingBody(Message message, long limit) {
        this.message = message;
        this.limit = limit;
    }

    @Override
    protected Poll<@Nullable ByteBuffer> step(Context cx) throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (message.left() > limit - read) {
            throw message.tooLarge(limit);
        }
        Poll<ByteBuffer> poll = message.pollShow(cx);
        if (poll.isPending()) {
            cx.refund();
            return Poll.pending();
        }
        ByteBuffer shown = poll.value();
        int count = shown.remaining();
        if (count == 0) {
            return end();
        }
        if (count > limit - read) {
            throw message.tooLarge(limit);
        }
        read += count;
        ByteBuffer piece = ByteBuffer.allocate(count).put(shown).flip();
        message.take(count);
        return readyWith(piece);
    }

    @Override
    protected void released() {
        message.released();
    }

    @Override
    protected String describe() {
        return "The body of a message";
    }
}
