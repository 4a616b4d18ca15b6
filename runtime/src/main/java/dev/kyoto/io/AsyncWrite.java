package dev.kyoto.io;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes go: what an {@link java.io.OutputStream} is to a thread, a writer is to a task.
 *
 * <p>Programs await {@link #writeAll} and its kin. Who writes a writer implements the three {@code poll…} methods that
 * have no body.
 *
 * <h2>The contract</h2>
 *
 * <ol>
 *   <li><b>The buffer's position tells.</b> {@link #pollWrite} that is ready has taken at least one byte, unless there
 *       was none, and has moved the position by as many as it took. Pending or failed, it took none.
 *   <li><b>Taken is not out.</b> What was taken may wait inside until {@link #pollFlush} is ready.
 *   <li><b>Two ends.</b> {@link #shutdown} ends it in good order: all is out, and whoever reads at the other end learns
 *       that there is no more. {@link #close} drops it: what is not out is lost.
 *   <li><b>Who polls last is woken</b>, and <b>budget</b>: as with {@link AsyncRead}.
 * </ol>
 */
public interface AsyncWrite extends AutoCloseable {
    /**
     * Takes what it can of {@code buffer}.
     *
     * @return ready if the buffer's position was moved, or had nowhere to move to; or pending, once the waker of
     *     {@code cx} is registered
     * @throws IOException if writing failed
     */
    Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException;

    /**
     * Takes what it can of several buffers, in their order: worth overriding where that saves system calls or packets.
     * Unless overridden, it takes of the first one that has something.
     *
     * @return ready if a position was moved, or none had anywhere to move to; or pending
     * @throws IOException if writing failed
     */
    default Poll<@Nullable Void> pollWriteVectored(Context cx, ByteBuffer[] buffers) throws IOException {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return pollWrite(cx, buffer);
            }
        }
        return Poll.ready(null);
    }

    /**
     * Waits until everything that was taken is out.
     *
     * @throws IOException if writing failed
     */
    Poll<@Nullable Void> pollFlush(Context cx) throws IOException;

    /**
     * Waits until everything that was taken is out, and ends the writing in good order. Ready again when it has ended so before.
     *
     * @throws IOException if writing failed
     */
    Poll<@Nullable Void> pollShutdown(Context cx) throws IOException;

    /**
     * Drops this writer and what it owns. Idempotent, waits for nothing, throws nothing. Never concurrent with a poll,
     * unless it says so.
     */
    @Override
    default void close() {}

    /**
     * Writes what this takes of {@code buffer}, waiting until it takes something: the number of bytes, which is 0 only if
     * the buffer is empty.
     *
     * <p><b>Cancel safety.</b> Nothing is written unless the future completes.
     */
    @CancelSafe
    default Future<Integer> write(ByteBuffer buffer) {
        return new Writing(this, buffer);
    }

    /**
     * Writes all of {@code buffer}; its position tells how far it got.
     *
     * <p><b>Cancel safety.</b> Not safe: dropped half-way, an unknown part was written, which only the buffer's position
     * still tells. Made again with the same buffer, it goes on.
     */
    @CancelUnsafe("the count of the bytes already written, which only the buffer's position still tells")
    default Future<@Nullable Void> writeAll(ByteBuffer buffer) {
        return new WritingAll(this, buffer);
    }

    /**
     * Writes all of {@code buffers}, in their order and, where the system can, together: a header and its body without copying
     * them into one. Cancel safety as of {@link #writeAll}.
     */
    @CancelUnsafe("the count of the bytes already written, which only the buffers' positions still tell")
    default Future<@Nullable Void> writeAllVectored(ByteBuffer... buffers) {
        return new WritingAllVectored(this, buffers);
    }

    /**
     * Waits until everything that was written is out.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: what is not out stays in this writer.
     */
    @CancelSafe
    default Future<@Nullable Void> flush() {
        return new WriterPolling("flush()", this, AsyncWrite::pollFlush);
    }

    /**
     * Waits until everything that was written is out, and ends the writing in good order: whoever reads at the other end
     * reads its end. Once more: ready at once.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: {@code shutdown()} again goes on with it.
     */
    @CancelSafe
    default Future<@Nullable Void> shutdown() {
        return new WriterPolling("shutdown()", this, AsyncWrite::pollShutdown);
    }

    /**
     * A sink of pieces, each written whole; it may take one before the last one is out, and none after that. It owns this
     * writer, shuts it down when it finishes, and leaves an element's buffer without anything remaining.
     */
    default Sink<ByteBuffer> sink() {
        return new ByteSink(this);
    }

    // ---- numbers

    /** Writes the lowest eight bits of {@code value}. */
    @CancelSafe
    default Future<@Nullable Void> writeByte(int value) {
        return writeAll(ByteBuffer.allocate(Byte.BYTES).put((byte) value).flip());
    }

    /** Writes the lowest sixteen bits of {@code value}. */
    @CancelUnsafe("the count of the number's bytes already written")
    default Future<@Nullable Void> writeShort(int value, ByteOrder order) {
        return writeAll(ByteBuffer.allocate(Short.BYTES)
                .order(order)
                .putShort((short) value)
                .flip());
    }

    /** Writes the four bytes of {@code value}. */
    @CancelUnsafe("the count of the number's bytes already written")
    default Future<@Nullable Void> writeInt(int value, ByteOrder order) {
        return writeAll(
                ByteBuffer.allocate(Integer.BYTES).order(order).putInt(value).flip());
    }

    /** Writes the eight bytes of {@code value}. */
    @CancelUnsafe("the count of the number's bytes already written")
    default Future<@Nullable Void> writeLong(long value, ByteOrder order) {
        return writeAll(
                ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).flip());
    }

    /** Writes the four bytes of {@code value} in IEEE 754's format. */
    @CancelUnsafe("the count of the number's bytes already written")
    default Future<@Nullable Void> writeFloat(float value, ByteOrder order) {
        return writeAll(
                ByteBuffer.allocate(Float.BYTES).order(order).putFloat(value).flip());
    }

    /** Writes the eight bytes of {@code value} in IEEE 754's format. */
    @CancelUnsafe("the count of the number's bytes already written")
    default Future<@Nullable Void> writeDouble(double value, ByteOrder order) {
        return writeAll(
                ByteBuffer.allocate(Double.BYTES).order(order).putDouble(value).flip());
    }
}
