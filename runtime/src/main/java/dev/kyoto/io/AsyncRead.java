package dev.kyoto.io;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes come from: what an {@link java.io.InputStream} is to a thread, a reader is to a task.
 *
 * <pre>{@code
 * var buffer = ByteBuffer.allocate(4096);
 * while (reader.read(buffer).await() >= 0) {
 *     use(buffer.flip());
 *     buffer.clear();
 * }
 * }</pre>
 *
 * <p>Programs await {@link #read} and its kin. Who writes a reader implements {@link #pollRead}, and perhaps {@link #close}.
 *
 * <h2>The contract of {@code pollRead}</h2>
 *
 * <ol>
 *   <li><b>The buffer's position tells.</b> Ready, it has moved by as many bytes as were read. Unmoved though there was
 *       room, it says that the stream has ended. So a read that is ready allocates nothing.
 *   <li><b>Pending or failed, nothing was read</b>: bytes leave the source only in the poll that delivers them. What had
 *       to be taken before stays in the reader, for the next poll.
 *   <li><b>Who polls last is woken.</b> A poll that is pending replaces the waker of the one before. Nobody has to say
 *       that he reads no more; a wake too many is all that a reader who was dropped leaves behind.
 *   <li><b>Budget.</b> As with every leaf, a poll that does work asks {@link Context#proceed()} first, also where data is
 *       always there: what reads in a loop relies on it to give others their turn.
 * </ol>
 */
public interface AsyncRead extends AutoCloseable {
    /**
     * Reads what is there into {@code buffer}.
     *
     * @param buffer has room; if it has none, this is ready at once and tells nothing
     * @return ready if the buffer's position was moved, or the stream has ended; or pending, once the waker of {@code cx}
     *     is registered
     * @throws IOException if reading failed
     */
    Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException;

    /**
     * Drops this reader and what it owns. Idempotent, waits for nothing, throws nothing. Never concurrent with a poll,
     * unless it says so.
     */
    @Override
    default void close() {}

    /**
     * Reads what is there into {@code buffer}, waiting until there is something: the number of bytes, at least 1, or -1
     * at the end.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: bytes leave this reader only in the poll that delivers them.
     *
     * @throws IllegalArgumentException at once, if the buffer has no room: a loop that reads until the end would spin
     */
    @CancelSafe
    default Future<Integer> read(ByteBuffer buffer) {
        return new Reading(this, buffer);
    }

    /**
     * Reads until {@code buffer} is full.
     *
     * <p>Fails with {@link java.io.EOFException} if the stream ends before; what was read is in the buffer.
     *
     * <p><b>Cancel safety.</b> Not safe: what was read is in the buffer, and only its position tells how much. Made again
     * with the same buffer, it goes on.
     */
    @CancelUnsafe("the count of the bytes read so far, which only the buffer's position still tells")
    default Future<@Nullable Void> readExact(ByteBuffer buffer) {
        return new ReadingExactly(this, buffer);
    }

    /**
     * Reads all there is, up to the end of the stream.
     *
     * @param limit how many bytes are taken at most, so that a peer cannot fill the memory; with more, the future fails with
     *     {@link LimitExceededException}
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    @CancelUnsafe("the bytes read so far")
    default Future<byte[]> readToEnd(int limit) {
        return new ReadingToEnd<>(this, limit, ReadingToEnd.BYTES);
    }

    /**
     * {@link #readToEnd}, as text. Fails with {@link java.nio.charset.CharacterCodingException} if the bytes are no text
     * in {@code charset}; a {@code new String(bytes, charset)} would put replacement characters there.
     *
     * @param limit how many bytes, not characters, are taken at most
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    @CancelUnsafe("the bytes read so far")
    default Future<String> readToString(Charset charset, int limit) {
        return new ReadingToEnd<>(this, limit, bytes -> Text.decode(charset, bytes));
    }

    // ---- numbers: they fail with EOFException if the stream ends before or within one

    /** One byte. Cancel safe, because it is read whole or not at all. */
    @CancelSafe
    default Future<Byte> readByte() {
        return new ReadingNumber<>(this, Byte.BYTES, ByteOrder.BIG_ENDIAN, ByteBuffer::get);
    }

    /** Two bytes as a number. On an {@link AsyncBufRead} cancel safe, as all of these. */
    @CancelUnsafe("the bytes of the number that were read so far")
    default Future<Short> readShort(ByteOrder order) {
        return new ReadingNumber<>(this, Short.BYTES, order, ByteBuffer::getShort);
    }

    /** Four bytes as a number. */
    @CancelUnsafe("the bytes of the number that were read so far")
    default Future<Integer> readInt(ByteOrder order) {
        return new ReadingNumber<>(this, Integer.BYTES, order, ByteBuffer::getInt);
    }

    /** Eight bytes as a number. */
    @CancelUnsafe("the bytes of the number that were read so far")
    default Future<Long> readLong(ByteOrder order) {
        return new ReadingNumber<>(this, Long.BYTES, order, ByteBuffer::getLong);
    }

    /** Four bytes as a number in IEEE 754's format. */
    @CancelUnsafe("the bytes of the number that were read so far")
    default Future<Float> readFloat(ByteOrder order) {
        return new ReadingNumber<>(this, Float.BYTES, order, ByteBuffer::getFloat);
    }

    /** Eight bytes as a number in IEEE 754's format. */
    @CancelUnsafe("the bytes of the number that were read so far")
    default Future<Double> readDouble(ByteOrder order) {
        return new ReadingNumber<>(this, Double.BYTES, order, ByteBuffer::getDouble);
    }

    // ---- readers made of this one

    /**
     * The next {@code limit} bytes of this reader, or fewer if it ends before: where a message says how long its body is.
     * It reads no byte beyond them, so this reader can be used again afterwards; then do not close the part, which would
     * close both.
     *
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    default AsyncRead take(long limit) {
        return new Taken(this, limit);
    }

    /**
     * This reader and, when it has ended, {@code next}. Both are closed with the result; the first one is also closed
     * when it has ended.
     */
    default AsyncRead chain(AsyncRead next) {
        return new Chained(this, next);
    }

    /**
     * What is read, as a stream of pieces as they come, each up to {@code size} bytes long and in a buffer of its own.
     * The stream owns this reader.
     *
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    default Stream<ByteBuffer> chunks(int size) {
        return new Chunks(this, size);
    }
}
