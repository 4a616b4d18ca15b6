package dev.kyoto.net;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.driver.ClosedSourceException;
import dev.kyoto.internal.driver.Direction;
import dev.kyoto.internal.driver.IoSource;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.io.AsyncReadWrite;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection of two streams of bytes, one each way: {@linkplain TcpStream between machines}, or {@linkplain UnixStream
 * between processes of one}.
 *
 * <p><b>Readers and writers.</b> At most one future may read and one may write at a time; they may belong to different
 * tasks, and the stream may go from one task to another. A second {@code read}, {@code peek}, {@code write} or {@code writeAll}
 * that has to wait fails with an {@link IllegalStateException}; of other readers and writers, which poll this stream through
 * {@link #pollRead} and {@link #pollWrite}, the latest is woken. {@link #close()} may be called from any thread, at any time.
 *
 * <p><b>Buffers.</b> Direct buffers go straight to the system. Heap buffers work as well, copied through a direct buffer
 * that the thread keeps, in portions of at most 128 KiB, so that a large array neither pins as much native memory for ever
 * nor is copied again for every portion that the socket takes. A buffer belongs to the future it was given to until that
 * is done or dropped.
 *
 * <p><b>Which worker.</b> A stream is watched by the worker on which it first had to wait. Its futures may be polled
 * anywhere afterwards, also outside of the runtime, for as long as that runtime is not shut down.
 */
public abstract sealed class SocketStream implements AsyncReadWrite permits TcpStream, UnixStream {
    /** One try to move bytes; of the buffers' positions one has moved, unless it would block. */
    private interface Attempt<B> {
        boolean succeeds(SocketStream stream, B buffer) throws IOException;
    }

    private static final Attempt<ByteBuffer> READ = (stream, buffer) -> stream.attemptRead(buffer) != 0;
    private static final Attempt<ByteBuffer> WRITE = (stream, buffer) -> stream.attemptWrite(buffer) != 0;
    private static final Attempt<ByteBuffer[]> WRITE_VECTORED = (stream, buffers) -> stream.attemptWrite(buffers) != 0;

    private final SocketChannel channel;
    private final IoSource source;

    /** What was peeked at, and is still to be read; null if there is nothing. Touched by the one reader. */
    private @Nullable Lookahead lookahead;

    /** @param connected or else about to be, by way of {@link IoSource#connecting} */
    SocketStream(@Nullable NioDriver home, SocketChannel channel, boolean connected) throws IOException {
        this.channel = channel;
        this.source = connected ? IoSource.connected(home, channel, this) : IoSource.connecting(home, channel, this);
        channel.configureBlocking(false);
    }

    /**
     * Reads what is there into {@code buffer}, waiting until there is something: the number of bytes, at least 1, or -1 at
     * the end of the stream, when the peer has closed its sending half and all it sent was read.
     *
     * <p>Fails with an {@link IOException} if the connection was lost, with {@link ClosedChannelException} if this stream
     * is or gets closed.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: bytes are taken from the socket only by the poll that delivers them.
     *
     * @throws IllegalArgumentException at once, if the buffer has no room: a loop that reads until the end would spin
     */
    @Override
    @CancelSafe
    public Future<Integer> read(ByteBuffer buffer) {
        Buffers.requireRoom(buffer);
        return new ReadFuture(this, buffer);
    }

    /**
     * Reads what is there now, never waiting: the number of bytes, 0 if there are none, or -1 at the end of the stream.
     * Failures as in {@link #read}.
     */
    public int tryRead(ByteBuffer buffer) throws IOException {
        Buffers.requireRoom(buffer);
        int count = attemptRead(buffer);
        if (count == 0) {
            source.drained(Direction.READ);
        }
        return count;
    }

    /** Like {@link #tryRead}, into one buffer after the other, by one call of the system. */
    public long tryReadVectored(ByteBuffer... buffers) throws IOException {
        Buffers.requireRoom(buffers);
        long count = attemptRead(buffers);
        if (count == 0) {
            source.drained(Direction.READ);
        }
        return count;
    }

    /**
     * Copies what is there into {@code buffer} as {@link #read} does, and leaves it to be read again: for telling protocols
     * apart by their first bytes. What is there already may be less than one hopes for; then read it, since a peek that was
     * served waits for no more.
     *
     * <p>Java gives no way to peek into the system's buffer, so the bytes are read and kept by this stream, in as much memory
     * as was peeked at, until they are read.
     *
     * <p>Failures as in {@link #read}.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     *
     * @throws IllegalArgumentException at once, if the buffer has no room
     */
    @CancelSafe
    public Future<Integer> peek(ByteBuffer buffer) {
        Buffers.requireRoom(buffer);
        return new PeekFuture(this, buffer);
    }

    /** Like {@link #peek}, never waiting: 0 if nothing is there. */
    public int tryPeek(ByteBuffer buffer) throws IOException {
        Buffers.requireRoom(buffer);
        int count = attemptPeek(buffer);
        if (count == 0) {
            source.drained(Direction.READ);
        }
        return count;
    }

    /**
     * Waits until {@link #tryRead} is worth trying: there are bytes, or the end, or a failure. A false alarm is possible, and
     * the next call after a {@code tryRead} that found nothing waits again.
     *
     * <p>For code that wants no buffer of its own as long as nothing is there, such as a server with many idle connections.
     *
     * <p>Fails with {@link ClosedChannelException} if this stream gets closed while it waits.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public Future<@Nullable Void> readable() {
        return new ReadinessFuture(source, Direction.READ);
    }

    /**
     * Waits until {@link #tryWrite} is worth trying. Failures and false alarms as in {@link #readable}.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public Future<@Nullable Void> writable() {
        return new ReadinessFuture(source, Direction.WRITE);
    }

    /**
     * Writes what the socket takes of {@code buffer}, waiting until it takes something: the number of bytes, which is 0
     * only if the buffer is empty. Written means handed to the system, not received by the peer.
     *
     * <p>Fails with an {@link IOException} if the connection was lost, and with {@link ClosedChannelException} if this
     * stream is or gets closed, or its output was shut down.
     *
     * <p><b>Cancel safety.</b> Nothing is written unless the future completes.
     */
    @Override
    @CancelSafe
    public Future<Integer> write(ByteBuffer buffer) {
        return new WriteFuture(this, buffer);
    }

    /** Writes what the socket takes now, never waiting: the number of bytes, perhaps 0. Failures as in {@link #write}. */
    public int tryWrite(ByteBuffer buffer) throws IOException {
        int count = attemptWrite(buffer);
        if (count == 0 && buffer.hasRemaining()) {
            source.drained(Direction.WRITE);
        }
        return count;
    }

    /** Like {@link #tryWrite}, of one buffer after the other, by one call of the system. */
    public long tryWriteVectored(ByteBuffer... buffers) throws IOException {
        long count = attemptWrite(buffers);
        if (count == 0 && Buffers.haveRemaining(buffers)) {
            source.drained(Direction.WRITE);
        }
        return count;
    }

    /**
     * Writes all of {@code buffer}. Failures as in {@link #write}; the buffer's position tells how far it got.
     *
     * <p>A long buffer gives other tasks their turn every {@value WriteAllFuture#LONGEST_RUN} bytes.
     *
     * <p><b>Cancel safety.</b> Not safe: dropped half-way, an unknown part was written, which only the buffer's position
     * still tells. A protocol cannot go on from there, so close the stream, or keep the future alive with {@code pin}.
     */
    @Override
    @CancelUnsafe("the count of the bytes already written")
    public Future<@Nullable Void> writeAll(ByteBuffer buffer) {
        return new WriteAllFuture(this, buffer);
    }

    /**
     * Ends the sending half: the peer reads the end of the stream after all that was written. Reading goes on. A write
     * that still waits fails, and so does any later one. Idempotent, from any thread.
     *
     * @throws ClosedChannelException if this stream is closed
     * @throws IOException if the connection was lost already
     */
    public void shutdownOutput() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (ClosedChannelException e) {
            throw source.closed();
        } catch (IOException e) {
            throw SocketErrors.transferring(this, e);
        }
        source.retry(Direction.WRITE);
    }

    // ---- polled, as a reader and a writer

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        return buffer.hasRemaining() ? poll(cx, Direction.READ, READ, buffer) : Poll.ready(null);
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
        return buffer.hasRemaining() ? poll(cx, Direction.WRITE, WRITE, buffer) : Poll.ready(null);
    }

    @Override
    public Poll<@Nullable Void> pollWriteVectored(Context cx, ByteBuffer[] buffers) throws IOException {
        return Buffers.haveRemaining(buffers) ? poll(cx, Direction.WRITE, WRITE_VECTORED, buffers) : Poll.ready(null);
    }

    private <B> Poll<@Nullable Void> poll(Context cx, Direction direction, Attempt<B> attempt, B buffer)
            throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        do {
            if (source.isReady(direction)) {
                if (attempt.succeeds(this, buffer)) {
                    source.leave(direction, this);
                    return Poll.ready(null);
                }
                source.drained(direction);
            }
        } while (source.await(direction, this, cx));
        cx.refund();
        return Poll.pending();
    }

    /** Ready at once: what was written is with the system. */
    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) {
        return Poll.ready(null);
    }

    /** {@link #shutdownOutput}. */
    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
        shutdownOutput();
        return Poll.ready(null);
    }

    // ---- both ends

    /**
     * Closes both halves; what was written is still sent. A read or write that waits fails with
     * {@link ClosedChannelException}. Idempotent, from any thread, throws nothing.
     */
    @Override
    public void close() {
        source.close();
    }

    /** The address at the other end; also after {@link #close()}. */
    public abstract SocketAddress peerAddress();

    /** The address at this end; also after {@link #close()}. */
    public abstract SocketAddress localAddress();

    /**
     * The value of an option of this socket, such as those of {@link java.net.StandardSocketOptions} and
     * {@code jdk.net.ExtendedSocketOptions}.
     *
     * @throws UnsupportedOperationException if this kind of socket has no such option, here or on any system
     * @throws ClosedChannelException if this stream is closed
     */
    public <V> @Nullable V option(SocketOption<V> option) throws IOException {
        return SocketOptions.get(channel, source, option);
    }

    /**
     * Sets an option of this socket: {@link java.net.StandardSocketOptions#SO_KEEPALIVE SO_KEEPALIVE} to have a silent peer
     * asked whether it is still there, {@link java.net.StandardSocketOptions#SO_LINGER SO_LINGER} of 0 to reset the
     * connection when it is closed, and so on. Options that only count before the connection is made go to {@link TcpSocket}.
     *
     * @throws UnsupportedOperationException as in {@link #option}
     * @throws IllegalArgumentException if it is no value for that option
     * @throws ClosedChannelException if this stream is closed
     */
    public <V> void setOption(SocketOption<V> option, V value) throws IOException {
        SocketOptions.set(channel, source, option, value);
    }

    IoSource source() {
        return source;
    }

    SocketChannel channel() {
        return channel;
    }

    boolean hasLookahead() {
        return lookahead != null;
    }

    /** {@link #tryRead}, for a future that itself tells the driver when nothing is there. */
    int attemptRead(ByteBuffer buffer) throws IOException {
        Lookahead peeked = lookahead;
        if (peeked != null && !source.isClosed()) {
            return read(peeked, buffer);
        }
        return receive(buffer);
    }

    long attemptRead(ByteBuffer[] buffers) throws IOException {
        Lookahead peeked = lookahead;
        if (peeked != null && !source.isClosed()) {
            long count = 0;
            for (int i = 0; i < buffers.length && hasLookahead(); i++) {
                count += read(peeked, buffers[i]);
            }
            return count;
        }
        try (var portion = Buffers.portion(buffers)) {
            long room = portion.remaining();
            long count = channel.read(buffers, portion.from(), portion.length());
            if (count >= 0 && count < room) {
                source.mayBeDrained(Direction.READ);
            }
            return count;
        } catch (IOException e) {
            throw readFailed(e);
        }
    }

    int attemptPeek(ByteBuffer buffer) throws IOException {
        Lookahead peeked = lookahead == null ? new Lookahead() : lookahead;
        ByteBuffer room = peeked.roomFor(buffer.remaining());
        int count = room.hasRemaining() ? receive(room) : 0;
        peeked.received(room);
        if (!peeked.hasBytes()) {
            return count;
        }
        lookahead = peeked;
        source.retry(Direction.READ); // what is here is worth a read, whatever the socket has
        return peeked.copyTo(buffer);
    }

    int attemptWrite(ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        Buffers.limitHeapPortion(buffer);
        try {
            return channel.write(buffer);
        } catch (IOException e) {
            throw writeFailed(e);
        } finally {
            buffer.limit(limit);
        }
    }

    long attemptWrite(ByteBuffer[] buffers) throws IOException {
        try (var portion = Buffers.portion(buffers)) {
            return channel.write(buffers, portion.from(), portion.length());
        } catch (IOException e) {
            throw writeFailed(e);
        }
    }

    private int receive(ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        int room = Buffers.limitHeapPortion(buffer);
        try {
            int count = channel.read(buffer);
            if (count >= 0 && count < room) {
                source.mayBeDrained(Direction.READ);
            }
            return count;
        } catch (IOException e) {
            throw readFailed(e);
        } finally {
            buffer.limit(limit);
        }
    }

    private int read(Lookahead peeked, ByteBuffer buffer) {
        int count = peeked.moveTo(buffer);
        lookahead = peeked.hasBytes() ? peeked : null;
        return count;
    }

    private IOException readFailed(IOException e) {
        return e instanceof ClosedChannelException ? source.closed() : SocketErrors.transferring(this, e);
    }

    private IOException writeFailed(IOException e) {
        if (!(e instanceof ClosedChannelException)) {
            return SocketErrors.transferring(this, e);
        }
        return source.isClosed()
                ? source.closed()
                : new ClosedSourceException(
                        this + " sends no more: its output was shut down. Write everything before that.");
    }
}
