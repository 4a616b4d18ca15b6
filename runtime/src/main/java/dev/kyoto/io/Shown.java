package dev.kyoto.io;

import dev.kyoto.futures.Poll;
import dev.kyoto.futures.SelfPoll;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link AsyncBufRead} shows: one read-only view of its buffer, which is its own ready poll, so that showing
 * allocates nothing.
 */
final class Shown extends SelfPoll<ByteBuffer> {
    private final ByteBuffer view;

    /** @param buffer whose content will be shown; of whatever position and limit */
    Shown(ByteBuffer buffer) {
        this.view = buffer.asReadOnlyBuffer();
    }

    /** The bytes from {@code start} to {@code end - 1}. */
    Poll<ByteBuffer> bytes(int start, int end) {
        view.limit(end).position(start);
        return readyWith(view);
    }

    /** Puts what fits of the bytes that {@code reader} shows into {@code buffer}, and takes them from it. */
    static Poll<@Nullable Void> move(ByteBuffer shown, ByteBuffer buffer, AsyncBufRead reader) {
        int count = Math.min(shown.remaining(), buffer.remaining());
        buffer.put(shown.limit(shown.position() + count));
        reader.consume(count);
        return Poll.ready(null);
    }

    static IllegalArgumentException tooMany(long count, long shown) {
        return new IllegalArgumentException("consume(" + count + ") takes more than the " + shown
                + " bytes that pollFill has shown, or is negative.");
    }
}
