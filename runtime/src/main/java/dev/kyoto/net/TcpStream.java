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
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection.
 *
 * <pre>{@code
 * try (var stream = TcpStream.connect("127.0.0.1:6379").await()) {
 *     stream.writeAll(UTF_8.encode("PING\r\n")).await();
 *     var reply = ByteBuffer.allocateDirect(512);
 *     stream.read(reply).await();
 * }
 * }</pre>
 *
 * <p><b>Readers and writers.</b> At most one future may read and one may write at a time; they may belong to different
 * tasks, and the stream may go from one task to another. A second {@code read}, {@code write} or {@code writeAll} that has to wait fails with an
 * {@link IllegalStateException}; of other readers and writers, which poll this stream through {@link #pollRead} and {@link #pollWrite}, the
 * latest is woken. {@link #close()} may be called from any thread, at any time.
 *
 * <p><b>Buffers.</b> Direct buffers go straight to the system. Heap buffers work as well, copied through a direct buffer
 * that the thread keeps, in portions of at most 128 KiB, so that a large array neither pins as much native memory for ever
 * nor is copied again for every portion that the socket takes. A buffer belongs to the future it was given to until that
 * is done or dropped.
 *
 * <p><b>Nagle's algorithm is off</b> ({@code TCP_NODELAY} is set), because it holds small replies back for the peer's
 * delayed acknowledgement, 40 ms and more. A program that writes many small pieces collects them in a buffer, or calls
 * {@link #setNoDelay setNoDelay(false)}.
 *
 * <p><b>Which worker.</b> A stream is watched by the worker on which it first had to wait. Its futures may be polled
 * anywhere afterwards, also outside of the runtime, for as long as that runtime is not shut down.
 */
public final class TcpStream implements AsyncReadWrite {
    /** The most that one system call is given of a heap buffer. Twice the size at which copying stops to be cheap beside it. */
    static final int HEAP_PORTION = 128 << 10;

    /** One try to move bytes; of the buffers' positions one has moved, unless it would block. */
    private interface Attempt<B> {
        boolean succeeds(TcpStream stream, B buffer) throws IOException;
    }

    private static final Attempt<ByteBuffer> READ = (stream, buffer) -> stream.tryRead(buffer) != 0;
    private static final Attempt<ByteBuffer> WRITE = (stream, buffer) -> stream.tryWrite(buffer) != 0;
    private static final Attempt<ByteBuffer[]> WRITE_VECTORED =
            (stream, buffers) -> stream.tryWriteVectored(buffers) != 0;

    private final SocketChannel channel;
    private final IoSource source;
    private final InetSocketAddress peer;

    /** Known once connected; unconnected streams are seen by {@link ConnectFuture} only. */
    private InetSocketAddress local = new InetSocketAddress(0);

    private TcpStream(SocketChannel channel, InetSocketAddress peer, NioDriver home, boolean connected) {
        this.channel = channel;
        this.peer = peer;
        this.source = connected ? IoSource.connected(home, channel, this) : IoSource.connecting(home, channel, this);
    }

    static TcpStream accepted(NioDriver home, SocketChannel channel) throws IOException {
        var stream = new TcpStream(channel, (InetSocketAddress) channel.getRemoteAddress(), home, true);
        channel.configureBlocking(false);
        stream.configure();
        return stream;
    }

    static TcpStream connecting(NioDriver home, SocketChannel channel, InetSocketAddress peer) throws IOException {
        channel.configureBlocking(false);
        return new TcpStream(channel, peer, home, false);
    }

    void connected() throws IOException {
        source.connected();
        configure();
    }

    private void configure() throws IOException {
        local = (InetSocketAddress) channel.getLocalAddress();
        setNoDelay(true);
    }

    /**
     * Connects to {@code "host:port"}: a name, an IPv4 address, or an IPv6 address in brackets. A name is resolved on the
     * runtime's blocking pool, and its addresses are tried in the order in which the resolver gave them.
     *
     * <p>Fails with {@link java.net.UnknownHostException}, with {@link java.net.ConnectException} (of several addresses the
     * last one's, with the others suppressed), and at the first poll with {@link IllegalStateException} outside of a runtime.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, the half-open socket is closed; nothing else was done.
     *
     * @throws IllegalArgumentException at once, if {@code hostAndPort} is not of that form
     */
    @CancelSafe
    public static Future<TcpStream> connect(String hostAndPort) {
        return new ConnectFuture(Resolution.of(hostAndPort));
    }

    /** Like {@link #connect(String)}; an address that is not resolved yet is resolved in the same way. */
    @CancelSafe
    public static Future<TcpStream> connect(InetSocketAddress address) {
        return new ConnectFuture(Resolution.of(address));
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
        requireRoom(buffer);
        return new ReadFuture(this, buffer);
    }

    /**
     * Reads what is there now, never waiting: the number of bytes, 0 if there are none, or -1 at the end of the stream.
     * Failures as in {@link #read}.
     */
    public int tryRead(ByteBuffer buffer) throws IOException {
        requireRoom(buffer);
        int limit = buffer.limit();
        int room = limitHeapPortion(buffer);
        try {
            int count = channel.read(buffer);
            if (count >= 0 && count < room) {
                source.mayBeDrained(Direction.READ);
            }
            return count;
        } catch (ClosedChannelException e) {
            throw source.closed();
        } catch (IOException e) {
            throw SocketErrors.transferring(this, e);
        } finally {
            buffer.limit(limit);
        }
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
        int limit = buffer.limit();
        limitHeapPortion(buffer);
        try {
            return channel.write(buffer);
        } catch (IOException e) {
            throw writing(e);
        } finally {
            buffer.limit(limit);
        }
    }

    /** {@link #tryWrite} of several buffers, in their order, by one call of the system. */
    private long tryWriteVectored(ByteBuffer[] buffers) throws IOException {
        int portioned = firstLongHeapBuffer(buffers);
        int limit = portioned < 0 ? 0 : buffers[portioned].limit();
        int count = buffers.length;
        if (portioned >= 0) {
            limitHeapPortion(buffers[portioned]);
            count = portioned + 1; // what lies behind it must not overtake the rest of it
        }
        try {
            return channel.write(buffers, 0, count);
        } catch (IOException e) {
            throw writing(e);
        } finally {
            if (portioned >= 0) {
                buffers[portioned].limit(limit);
            }
        }
    }

    private IOException writing(IOException e) {
        if (e instanceof ClosedChannelException) {
            return source.isClosed() ? source.closed() : outputShutDown();
        }
        return SocketErrors.transferring(this, e);
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

    // ---- polled

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
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return poll(cx, Direction.WRITE, WRITE_VECTORED, buffers);
            }
        }
        return Poll.ready(null);
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

    /**
     * Closes both halves; what was written is still sent. A read or write that waits fails with
     * {@link ClosedChannelException}. Idempotent, from any thread, throws nothing.
     */
    @Override
    public void close() {
        source.close();
    }

    /** The address at the other end; also after {@link #close()}. */
    public InetSocketAddress peerAddress() {
        return peer;
    }

    /** The address at this end; also after {@link #close()}. */
    public InetSocketAddress localAddress() {
        return local;
    }

    /**
     * Whether small writes are sent at once (true, the default) or held back until the peer has acknowledged what was sent
     * before (false, Nagle's algorithm).
     *
     * @throws ClosedChannelException if this stream is closed
     */
    public void setNoDelay(boolean noDelay) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
        } catch (ClosedChannelException e) {
            throw source.closed();
        }
    }

    @Override
    public String toString() {
        return "TcpStream[" + SocketErrors.text(local) + " - " + SocketErrors.text(peer) + "]";
    }

    IoSource source() {
        return source;
    }

    SocketChannel channel() {
        return channel;
    }

    private ClosedChannelException outputShutDown() {
        return new ClosedSourceException(
                this + " sends no more: its output was shut down. Write everything before that.");
    }

    private static void requireRoom(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException(
                    "The buffer has no room to read into (position = limit = " + buffer.limit()
                            + "). clear() it after use, or compact() it and, if it is full, take a larger one.");
        }
    }

    private static int firstLongHeapBuffer(ByteBuffer[] buffers) {
        for (int i = 0; i < buffers.length; i++) {
            if (!buffers[i].isDirect() && buffers[i].remaining() > HEAP_PORTION) {
                return i;
            }
        }
        return -1;
    }

    /** Lowers the limit of a heap buffer that is too long for one portion. Returns what remains then. */
    private static int limitHeapPortion(ByteBuffer buffer) {
        if (!buffer.isDirect() && buffer.remaining() > HEAP_PORTION) {
            buffer.limit(buffer.position() + HEAP_PORTION);
        }
        return buffer.remaining();
    }
}
