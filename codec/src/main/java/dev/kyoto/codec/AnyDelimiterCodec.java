package dev.kyoto.codec;

import dev.kyoto.io.AsyncBufRead;
import dev.kyoto.io.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames that end with any of some bytes, which are left out; the last one may lack that. Sent, each is ended by a
 * sequence of bytes.
 *
 * <p>A frame that is longer than allowed is a {@link LimitExceededException}, and the end of a stream of frames;
 * {@link #skippingTooLong} goes on instead.
 */
public final class AnyDelimiterCodec implements Codec<ByteBuffer, ByteBuffer> {
    private final byte[] delimiters;
    private final byte[] ending;
    private final int maxLength;
    private final Delimited frames;

    /** Frames of up to {@link AsyncBufRead#DEFAULT_MAX_LINE} bytes. */
    public AnyDelimiterCodec(byte[] delimiters, byte[] ending) {
        this(delimiters, ending, AsyncBufRead.DEFAULT_MAX_LINE);
    }

    /**
     * @param delimiters each of these bytes ends a frame that is received
     * @param ending what ends a frame that is sent
     * @param maxLength how many bytes a frame may have
     * @throws IllegalArgumentException if there are no {@code delimiters}, or {@code maxLength} is negative
     */
    public AnyDelimiterCodec(byte[] delimiters, byte[] ending, int maxLength) {
        this(delimiters.clone(), ending.clone(), maxLength, null);
    }

    private AnyDelimiterCodec(
            byte[] delimiters,
            byte[] ending,
            int maxLength,
            @Nullable Consumer<? super LimitExceededException> onTooLong) {
        this.delimiters = delimiters;
        this.ending = ending;
        this.maxLength = maxLength;
        this.frames = new Delimited(delimiters, maxLength, onTooLong);
    }

    /**
     * A codec that leaves out frames which are too long, and goes on with the next.
     *
     * @param onTooLong is told of each, before the rest of it has come
     */
    public AnyDelimiterCodec skippingTooLong(Consumer<? super LimitExceededException> onTooLong) {
        return new AnyDelimiterCodec(delimiters, ending, maxLength, Objects.requireNonNull(onTooLong, "onTooLong"));
    }

    @Override
    public @Nullable ByteBuffer decode(ByteBuffer bytes) throws IOException {
        return frames.decode(bytes, false, AnyDelimiterCodec::frame);
    }

    @Override
    public @Nullable ByteBuffer decodeEof(ByteBuffer bytes) throws IOException {
        return frames.decode(bytes, true, AnyDelimiterCodec::frame);
    }

    private static ByteBuffer frame(ByteBuffer bytes) {
        return Frames.copy(bytes, bytes.remaining());
    }

    @Override
    public void encode(ByteBuffer frame, OutputBuffer out) {
        out.reserve(frame.remaining() + ending.length).put(frame.duplicate()).put(ending);
    }
}
