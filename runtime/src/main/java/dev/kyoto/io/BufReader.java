package dev.kyoto.io;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A buffer before a reader: many small reads become few large ones, and one can look at bytes before taking them.
 *
 * <pre>{@code
 * var reader = new BufReader(socket);
 * String line;
 * while ((line = reader.readLine().await()) != null) …
 * }</pre>
 *
 * <p>It grows when more bytes are to be seen at once than it has room for, and goes back when they were taken. Who wants
 * to go on with the reader behind it goes on with this one, which may hold bytes that have arrived already.
 */
public final class BufReader implements AsyncBufRead {
    /** Tokio's size, and that of {@link java.io.BufferedReader}. */
    static final int DEFAULT_CAPACITY = 8 << 10;

    /**
     * A buffer that has grown beyond this goes back when it is empty: what one message needed is not kept for every connection. And a
     * buffer grows to this at once when so much is asked for, and beyond only when it is full: what a peer announces takes no memory
     * before it comes.
     */
    private static final int LARGEST_AT_REST = 64 << 10;

    private final AsyncRead reader;
    private final int capacity;

    /** Taken bytes lie before {@code read}, waiting ones before {@code written}. */
    private ByteBuffer buffer;

    private Shown shown;
    private int read;
    private int written;

    /** A buffer of {@value #DEFAULT_CAPACITY} bytes before {@code reader}, which it owns. */
    public BufReader(AsyncRead reader) {
        this(reader, DEFAULT_CAPACITY);
    }

    /** @throws IllegalArgumentException if {@code capacity} is less than 1 */
    public BufReader(AsyncRead reader, int capacity) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.capacity = Limits.requirePositive(capacity, "capacity");
        this.buffer = ByteBuffer.allocate(capacity);
        this.shown = new Shown(buffer);
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer target) throws IOException {
        if (read == written && target.remaining() >= capacity) {
            return reader.pollRead(cx, target); // copying would gain nothing
        }
        Poll<ByteBuffer> poll = pollFill(cx, 1);
        return poll.isPending() ? Poll.pending() : Shown.move(poll.value(), target, this);
    }

    @Override
    public Poll<ByteBuffer> pollFill(Context cx, int atLeast) throws IOException {
        while (written - read < atLeast) {
            makeRoom(atLeast);
            buffer.limit(buffer.capacity()).position(written);
            if (reader.pollRead(cx, buffer).isPending()) {
                return Poll.pending();
            }
            if (buffer.position() == written) {
                break;
            }
            written = buffer.position();
        }
        return shown.bytes(read, written);
    }

    @Override
    public void consume(int count) {
        if (count < 0 || count > written - read) {
            throw Shown.tooMany(count, written - read);
        }
        read += count;
    }

    /** How many bytes have arrived and were not taken. */
    public int buffered() {
        return written - read;
    }

    /** How many bytes this keeps room for at present. */
    int room() {
        return buffer.capacity();
    }

    /**
     * Room for {@code atLeast} bytes from {@code read} on, or for some of them. Waiting bytes are moved to the front only if that frees
     * half of the buffer, so that the moving stays linear in all that is read; else the buffer doubles.
     */
    private void makeRoom(int atLeast) {
        if (read == written) {
            read = 0;
            written = 0;
            if (buffer.capacity() > Math.max(capacity, LARGEST_AT_REST)) {
                replaceBy(ByteBuffer.allocate(Math.max(capacity, Math.min(atLeast, LARGEST_AT_REST))));
            }
        }
        int size = buffer.capacity();
        if (size - read >= atLeast || size >= LARGEST_AT_REST && written < size) {
            return;
        }
        buffer.limit(written).position(read);
        if (read >= size / 2) {
            buffer.compact();
        } else {
            long doubled = Math.min(2L * size, Limits.LARGEST_ARRAY);
            if (doubled == size) {
                throw new OutOfMemoryError("No array is longer than " + size + " bytes.");
            }
            long larger = Math.max(doubled, Math.min(atLeast, LARGEST_AT_REST));
            replaceBy(ByteBuffer.allocate((int) larger).put(buffer));
        }
        written -= read;
        read = 0;
    }

    private void replaceBy(ByteBuffer other) {
        buffer = other;
        shown = new Shown(other);
    }

    @Override
    public void close() {
        reader.close();
    }

    @Override
    public String toString() {
        return reader + ", buffered";
    }
}
