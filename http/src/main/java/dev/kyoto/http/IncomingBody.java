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
        /** @throws IllegalStateException if it is too late to read */
        Content content();

        /** Does what has to be done before bytes come; false while that waits. */
        boolean isReadyToRead(Context cx) throws IOException;

        /** For a body of more than {@code limit} bytes. */
        IOException tooLarge(long limit);

        /** Nothing is read any more: the body has ended, or it failed, or nobody wants the rest. */
        void released();
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
        Content content = message.content();
        if (content.left() > limit - read) {
            throw message.tooLarge(limit);
        }
        if (!message.isReadyToRead(cx)) {
            cx.refund();
            return Poll.pending();
        }
        Poll<ByteBuffer> poll = content.pollShow(cx);
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
        content.take(count);
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
