package dev.kyoto.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of bytes.
 *
 * <pre>{@code
 * final class Points implements Decoder<Point> {
 *     @Override
 *     public @Nullable Point decode(ByteBuffer bytes) {
 *         return bytes.remaining() < 8 ? null : new Point(bytes.getInt(), bytes.getInt());
 *     }
 * }
 * }</pre>
 *
 * <p>A decoder may remember what it has seen; then it belongs to one connection. It is called by one thread at a time.
 *
 * @param <T> the type of the frames
 */
@FunctionalInterface
public interface Decoder<T> {
    /**
     * Takes one frame, if it is there.
     *
     * @param bytes all that has arrived and was not taken, read-only and big-endian, lent for this call: what the frame
     *     keeps is copied. Its position is moved behind what was taken, which may also be a part of a frame, remembered
     *     by this decoder; the rest is shown again
     * @return the frame, or null if more bytes are needed
     * @throws IOException if these bytes are no frame; the stream of frames then ends with this
     */
    @Nullable T decode(ByteBuffer bytes) throws IOException;

    /**
     * {@link #decode}, when no more bytes will come: called until it returns null. Bytes that are left then are a frame
     * that was cut off, and a failure; a decoder whose last frame needs no end overrides this, as one of lines does.
     */
    default @Nullable T decodeEof(ByteBuffer bytes) throws IOException {
        return decode(bytes);
    }

    /**
     * How many bytes there must be before another {@link #decode} is worth the while, asked after it has returned null:
     * so that a long frame is not looked at for each of its parts, and its buffer need not grow in small steps. Too many
     * would wait for bytes that never come.
     *
     * @param available how many bytes it has left untaken
     */
    default int needed(int available) {
        return available + 1;
    }

    /** This decoder with each frame changed by {@code function}. */
    default <R> Decoder<R> map(Function<? super T, ? extends R> function) {
        return new MappedDecoder<>(this, function);
    }
}
