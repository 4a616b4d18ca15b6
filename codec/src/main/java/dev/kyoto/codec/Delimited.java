package dev.kyoto.codec;

import dev.kyoto.io.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames that end with a delimiter, the last one also with the end. It remembers how far it has looked, so that no byte
 * is looked at twice.
 *
 * <p>A frame that is too long is refused as soon as that is seen. What arrives of it from then on is thrown away, up to
 * its delimiter, so the next frame is a good one again, for whoever goes on.
 */
final class Delimited {
    /** Makes a frame of the bytes before a delimiter, which are all of {@code bytes}. */
    interface Maker<T> {
        T of(ByteBuffer bytes) throws IOException;
    }

    private final BitSet delimiters = new BitSet(256);
    private final int maxLength;

    /** Is told of frames that are too long; null if these are failures. */
    private final @Nullable Consumer<? super LimitExceededException> onTooLong;

    /** No delimiter lies in so many bytes. */
    private int scanned;

    private boolean discarding;

    Delimited(byte[] delimiters, int maxLength, @Nullable Consumer<? super LimitExceededException> onTooLong) {
        if (maxLength < 0) {
            throw new IllegalArgumentException("The longest frame must not have " + maxLength + " bytes.");
        }
        if (delimiters.length == 0) {
            throw new IllegalArgumentException("Frames without a delimiter have no end. Name at least one.");
        }
        for (byte delimiter : delimiters) {
            this.delimiters.set(delimiter & 0xff);
        }
        this.maxLength = maxLength;
        this.onTooLong = onTooLong;
    }

    <T> @Nullable T decode(ByteBuffer bytes, boolean atEnd, Maker<T> maker) throws IOException {
        while (true) {
            int length = lengthOfNext(bytes);
            boolean delimited = length < bytes.remaining();
            if (discarding) {
                skip(bytes, length, delimited);
                if (!delimited) {
                    return null;
                }
                discarding = false;
            } else if (length > maxLength) {
                // Also where it has ended: what remains to be discarded is then its delimiter.
                skip(bytes, length, false);
                discarding = true;
                refuse();
            } else if (delimited || atEnd && length > 0) {
                ByteBuffer frame = bytes.slice().limit(length);
                skip(bytes, length, delimited);
                return maker.of(frame);
            } else {
                scanned = length;
                return null;
            }
        }
    }

    private void refuse() throws LimitExceededException {
        var tooLong = new LimitExceededException(
                "A line or frame has more than the " + maxLength
                        + " bytes that it may have. If such are right, allow more; to"
                        + " leave them out and go on, use skippingTooLong(…).",
                maxLength);
        if (onTooLong == null) {
            throw tooLong;
        }
        onTooLong.accept(tooLong);
    }

    private void skip(ByteBuffer bytes, int length, boolean delimited) {
        bytes.position(bytes.position() + length + (delimited ? 1 : 0));
        scanned = 0;
    }

    private int lengthOfNext(ByteBuffer bytes) {
        int start = bytes.position();
        int end = bytes.limit();
        int i = start + scanned;
        while (i < end && !delimiters.get(bytes.get(i) & 0xff)) {
            i++;
        }
        return i - start;
    }
}
