package dev.kyoto.io;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Sink;
import dev.kyoto.futures.stream.Stream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Copies between readers and writers, connects them, and makes them of other things. What is made of another owns and
 * closes it.
 */
public final class ByteStreams {
    private ByteStreams() {}

    // ---- copying

    /**
     * Writes all that {@code reader} has, up to its end, and flushes: how many bytes it was. Neither is shut down or
     * closed. Whenever the reader has nothing for the moment, what was written is flushed.
     *
     * <p><b>Cancel safety.</b> Not safe: dropped half-way, up to 8 KiB that were read and not written are lost.
     */
    @CancelUnsafe("the bytes that were read and not yet written, and the count")
    public static Future<Long> copy(AsyncRead reader, AsyncWrite writer) {
        return new Copying(reader, writer);
    }

    /**
     * {@link #copy} straight from the reader's buffer.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, no byte is lost, only the count: what was not written is still in the reader.
     */
    @CancelUnsafe("the count of the bytes that were copied")
    public static Future<Long> copyBuf(AsyncBufRead reader, AsyncWrite writer) {
        return new CopyingBuffered(reader, writer);
    }

    /**
     * Copies in both directions until both have ended: what a proxy does. When one side has ended, the other is shut
     * down, and its own bytes still come. Ends with the first failure; neither is closed then.
     */
    @CancelUnsafe("the bytes that were read and not yet written, and the counts")
    public static Future<Copied> copyBidirectional(AsyncReadWrite first, AsyncReadWrite second) {
        return new CopyingBothWays(first, second);
    }

    // ---- pipes

    /**
     * A connection in memory, between tasks or for tests: two ends, each of which reads what is written to the other.
     *
     * @param capacity how many bytes are kept in each direction; a writer waits while there is no room
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public static Duplex duplex(int capacity) {
        return Pipe.duplex(capacity);
    }

    /** {@link #duplex} in one direction. */
    public static Halves simplex(int capacity) {
        return Pipe.simplex(capacity);
    }

    /** Both directions as one object. Their tasks may differ, if those of {@code reader} and {@code writer} may. */
    public static AsyncReadWrite join(AsyncRead reader, AsyncWrite writer) {
        return new JoinedStream(reader, writer);
    }

    // ---- ends

    /** Has ended. */
    public static AsyncBufRead empty() {
        return new MemoryReader(new byte[0]);
    }

    /** The same byte, without end. */
    public static AsyncRead repeat(byte value) {
        return new Repeating(value);
    }

    /** Takes whatever comes, and forgets it. */
    public static AsyncWrite sink() {
        return new Discarding();
    }

    // ---- streams of pieces

    /**
     * Reads pieces one after the other, each from its position to its limit; empty ones are skipped. The other way round is
     * {@link AsyncRead#chunks}.
     *
     * <p>A failure of the stream is the reader's; one that is checked and no {@link java.io.IOException} becomes the
     * cause of one.
     */
    public static AsyncRead reader(Stream<ByteBuffer> pieces) {
        return new StreamReader(pieces);
    }

    /**
     * Sends a copy of what is written, in pieces of at most 64 KiB, and finishes the sink when it is shut down. The other
     * way round is {@link AsyncWrite#sink}.
     *
     * <p>A failure of the sink is the writer's; one that is checked and no {@link java.io.IOException} becomes the cause of one.
     */
    public static AsyncWrite writer(Sink<ByteBuffer> sink) {
        return new SinkWriter(sink);
    }

    // ---- threads that block

    /**
     * Reads {@code in} on the blocking pool of the runtime, one read at a time.
     *
     * <p>A read that blocks cannot be taken back: one whose future was dropped goes on, and what it brings is there for
     * the next. A {@linkplain dev.kyoto.Runtime#close closing} runtime waits for it for a while; closing the reader
     * closes {@code in}, also on the pool, which ends the read of most streams.
     */
    public static AsyncRead reader(InputStream in) {
        return new BlockingReader(Objects.requireNonNull(in, "in"), BlockingCalls::onPool);
    }

    /**
     * Writes to {@code out} on the blocking pool of the runtime. What is written is copied, and is out after
     * {@code flush()}; a failure shows at the next write or flush. A shutdown flushes and closes {@code out}.
     */
    public static AsyncWrite writer(OutputStream out) {
        return new BlockingWriter(Objects.requireNonNull(out, "out"), BlockingCalls::onPool, true);
    }

    /**
     * {@code reader} for code that blocks, in {@code spawnBlocking}, {@code blockInPlace} or on a thread of its own.
     * Inside a task its methods throw an {@link IllegalStateException}.
     */
    public static InputStream inputStream(AsyncRead reader) {
        return new ReaderInputStream(reader);
    }

    /**
     * {@code writer} for code that blocks, as {@link #inputStream} is a reader. Closed, it shuts the writer down, waits
     * for that, and closes it.
     */
    public static OutputStream outputStream(AsyncWrite writer) {
        return new WriterOutputStream(writer);
    }
}
