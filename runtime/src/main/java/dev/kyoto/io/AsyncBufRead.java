package dev.kyoto.io;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reader that lets one look at bytes before taking them: {@link BufReader} makes one of any other.
 *
 * <p>{@link #pollFill} shows at least as many bytes as are asked for, however small the pieces are in which they arrive,
 * and {@link #consume} takes them. So whatever needs several bytes at once (a line, a number, a frame) leaves them here
 * until they are all there, and is <b>cancel safe</b> without doing anything for it.
 */
public interface AsyncBufRead extends AsyncRead {
    /**
     * How long a line may be, in bytes, where nothing else was said: enough for any text that people or programs write by
     * lines, little enough for a peer that never ends one.
     */
    int DEFAULT_MAX_LINE = 1 << 20;

    /**
     * Waits until {@code atLeast} bytes can be seen, or the end has come.
     *
     * @param atLeast 1 or more; however many it are, so many have to be kept, so callers limit it
     * @return ready with a read-only view of what has arrived, between position and limit: at least {@code atLeast}
     *     bytes, or all that are left before the end, none at the end itself. It stays this reader's, and is valid until
     *     its next call. Or pending.
     * @throws IOException if reading failed; what had arrived stays
     */
    Poll<ByteBuffer> pollFill(Context cx, int atLeast) throws IOException;

    /**
     * Takes the first {@code count} bytes of those that {@link #pollFill} has shown.
     *
     * @throws IllegalArgumentException if fewer were shown
     */
    void consume(int count);

    /**
     * Waits until there are bytes, or the end, and shows them; {@link #consume} takes them. See {@link #pollFill}.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the bytes stay here.
     */
    @CancelSafe
    default Future<ByteBuffer> fill() {
        return new Filling(this, 1);
    }

    /** {@link #fill()}, until there are {@code atLeast} bytes, or the end. */
    @CancelSafe
    default Future<ByteBuffer> fill(int atLeast) {
        return new Filling(this, atLeast);
    }

    // ---- text and other pieces

    /**
     * The next line in UTF-8, without its line feed and the carriage return before that, or null at the end.
     * {@link #readLine(Charset, int)} says the rest; it is limited to {@link #DEFAULT_MAX_LINE} bytes.
     */
    @CancelSafe
    default Future<@Nullable String> readLine() {
        return readLine(StandardCharsets.UTF_8, DEFAULT_MAX_LINE);
    }

    /**
     * The next line, without its line feed and the carriage return before that, or null at the end. The last line needs
     * no line feed.
     *
     * <p>Fails with {@link LimitExceededException} if the line has more than {@code limit} bytes; it stays unread. Fails with
     * {@link java.nio.charset.CharacterCodingException} if it is no text in {@code charset}; then it was read.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: a line is taken whole or not at all.
     *
     * @param charset one in which a line feed is the byte 10, and that byte a line feed: UTF-8, ASCII, the ISO 8859
     *     family; not UTF-16
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    @CancelSafe
    default Future<@Nullable String> readLine(Charset charset, int limit) {
        return new ReadingPiece<>(this, new Lines(charset, limit));
    }

    /**
     * All bytes up to the next {@code delimiter} and with it; at the end what is left, without one; then null.
     *
     * <p>Fails with {@link LimitExceededException} if there are more than {@code limit} bytes before the delimiter; they
     * stay unread.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: the bytes stay here until all are there.
     *
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    @CancelSafe
    default Future<byte @Nullable []> readUntil(byte delimiter, int limit) {
        return new ReadingPiece<>(this, Pieces.withDelimiter(delimiter, limit));
    }

    /** All lines that are left, as {@link #readLine()} yields them. The stream owns this reader. */
    default Stream<String> lines() {
        return lines(StandardCharsets.UTF_8, DEFAULT_MAX_LINE);
    }

    /** All lines that are left, as {@link #readLine(Charset, int)} yields them. The stream owns this reader. */
    default Stream<String> lines(Charset charset, int limit) {
        return new PieceStream<>(this, new Lines(charset, limit));
    }

    /**
     * What is left, cut at each {@code delimiter}, which is left out. The stream owns this reader, and fails with
     * {@link LimitExceededException} if a piece has more than {@code limit} bytes.
     *
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    default Stream<byte[]> split(byte delimiter, int limit) {
        return new PieceStream<>(this, Pieces.withoutDelimiter(delimiter, limit));
    }

    // ---- numbers

    @Override
    @CancelSafe
    default Future<Short> readShort(ByteOrder order) {
        return new TakingNumber<>(this, Short.BYTES, order, ByteBuffer::getShort);
    }

    @Override
    @CancelSafe
    default Future<Integer> readInt(ByteOrder order) {
        return new TakingNumber<>(this, Integer.BYTES, order, ByteBuffer::getInt);
    }

    @Override
    @CancelSafe
    default Future<Long> readLong(ByteOrder order) {
        return new TakingNumber<>(this, Long.BYTES, order, ByteBuffer::getLong);
    }

    @Override
    @CancelSafe
    default Future<Float> readFloat(ByteOrder order) {
        return new TakingNumber<>(this, Float.BYTES, order, ByteBuffer::getFloat);
    }

    @Override
    @CancelSafe
    default Future<Double> readDouble(ByteOrder order) {
        return new TakingNumber<>(this, Double.BYTES, order, ByteBuffer::getDouble);
    }

    @Override
    default AsyncBufRead take(long limit) {
        return new TakenBuffered(this, limit);
    }
}
