package dev.kyoto.fs;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.internal.hop.Hop;
import dev.kyoto.internal.hop.Opening;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.io.AsyncSeek;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open file, with a position at which it is read and written.
 *
 * <pre>{@code
 * try (var file = AsyncFile.create(path).await()) {
 *     file.writeAll(UTF_8.encode("hello\n")).await();   // is in the file now
 *     file.sync().await();                               // and on the disk
 * }
 * }</pre>
 *
 * <p><b>A write that has completed is written</b>: others who read the file see it. Through {@link #pollWrite}, by which buffers
 * and sinks write, bytes are taken and written meanwhile; a failure then is told by the next write or {@code flush}.
 *
 * <p>One future at a time may use a file. {@link #close()} may be called from any thread.
 */
public final class AsyncFile implements AsyncReadWrite, AsyncSeek {
    /** The most that one hop reads or writes: beyond this, it is the disk that takes the time. Tokio's value. */
    static final int LARGEST_HOP = 2 << 20;

    private final Path path;
    private final OpenedChannel channel;
    private final boolean appends;

    /** Where the next byte is read or written, as the user sees it. */
    private long position;

    /** What is on its way to or from the file; empty if nothing is. */
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private Stage stage = Stage.IDLE;
    private @Nullable Hop<Integer> hop;

    private enum Stage {
        /** The buffer is nobody's. */
        IDLE,
        /** The hop reads into the buffer. */
        READING,
        /** The buffer holds what was read at the position, and was not asked for yet. */
        AHEAD,
        /** The hop writes what is in the buffer, which was taken already: the position is behind it. */
        WRITING
    }

    private AsyncFile(Path path, FileChannel channel, boolean appends) {
        this.path = path;
        this.channel = new OpenedChannel(channel);
        this.appends = appends;
    }

    /**
     * Opens a file as {@link FileChannel#open(Path, OpenOption...)} does: without options for reading.
     *
     * <p>Fails with {@link java.nio.file.NoSuchFileException} and its like, and with {@link IllegalStateException} outside of a
     * runtime.
     *
     * <p><b>Cancel safety.</b> Dropped half-way, what was opened is closed; a file that the options create may exist then.
     */
    @CancelSafe
    public static Future<AsyncFile> open(Path path, OpenOption... options) {
        var copy = List.of(options);
        String call = "AsyncFile.open(" + path + ")";
        return new Opening<>(
                call,
                FileErrors.explaining(
                        call,
                        () -> new AsyncFile(
                                path,
                                FileChannel.open(path, Set.copyOf(copy)),
                                copy.contains(StandardOpenOption.APPEND))));
    }

    /** Opens a file for writing, which is made if it does not exist, and emptied if it does. Otherwise as {@link #open}. */
    @CancelSafe
    public static Future<AsyncFile> create(Path path) {
        return open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer target) throws IOException {
        channel.get(this);
        if (!target.hasRemaining()) {
            return Poll.ready(null);
        }
        while (true) {
            switch (stage) {
                case IDLE -> read(target.remaining());
                case AHEAD -> {
                    if (!cx.proceed()) {
                        return Poll.pending();
                    }
                    take(target);
                    return Poll.ready(null);
                }
                case READING -> {
                    Poll<Integer> poll = pollHop(cx);
                    if (poll.isPending()) {
                        return Poll.pending();
                    }
                    if (poll.value() < 0) {
                        return Poll.ready(null);
                    }
                    buffer.flip();
                    stage = Stage.AHEAD;
                }
                case WRITING -> {
                    if (pollHop(cx).isPending()) {
                        return Poll.pending();
                    }
                }
            }
        }
    }

    private void read(int wanted) throws IOException {
        ByteBuffer room = emptyBuffer(wanted);
        long from = position;
        begin(Stage.READING, "read()", () -> channel.get(this).read(room, from));
    }

    private void take(ByteBuffer target) {
        int count = Math.min(target.remaining(), buffer.remaining());
        int limit = buffer.limit();
        target.put(buffer.limit(buffer.position() + count));
        buffer.limit(limit);
        position += count;
        if (!buffer.hasRemaining()) {
            stage = Stage.IDLE;
        }
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer source) throws IOException {
        if (!source.hasRemaining()) {
            return Poll.ready(null);
        }
        while (stage == Stage.READING || stage == Stage.WRITING) {
            if (pollHop(cx).isPending()) {
                return Poll.pending();
            }
        }
        if (!cx.proceed()) {
            return Poll.pending();
        }
        int count = Math.min(source.remaining(), LARGEST_HOP);
        ByteBuffer taken = emptyBuffer(count);
        int limit = source.limit();
        taken.put(source.limit(source.position() + count)).flip();
        source.limit(limit);
        long at = position;
        position += count;
        Hop<Integer> writing =
                begin(Stage.WRITING, "write()", channel.writing(this, taken, appends ? OpenedChannel.AT_THE_END : at));
        writing.begin(cx); // at once, whatever becomes of whoever wrote
        return Poll.ready(null);
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
        return stage == Stage.WRITING && pollHop(cx).isPending() ? Poll.pending() : Poll.ready(null);
    }

    /** Waits until everything is written, and closes the file. */
    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
        if (pollFlush(cx).isPending()) {
            return Poll.pending();
        }
        close();
        return Poll.ready(null);
    }

    @Override
    public Poll<Long> pollSeek(Context cx, From from, long offset) throws IOException {
        // What a dropped read still brings is not from the new position.
        while (stage == Stage.READING || stage == Stage.WRITING) {
            if (pollHop(cx).isPending()) {
                return Poll.pending();
            }
        }
        long base = switch (from) {
            case START -> 0;
            case CURRENT -> position;
            case END -> channel.get(this).size();
        };
        long target = Math.addExact(base, offset);
        if (target < 0) {
            throw new IllegalArgumentException(
                    "The position would be " + target + ", before the start of " + this + ".");
        }
        forgetAhead();
        position = target;
        return Poll.ready(target);
    }

    /**
     * Writes what one hop takes of {@code source}, at most 2 MiB: the number of bytes, all of which are in the file then.
     *
     * <p>Fails with an {@link IOException} if the disk is full, say; the message tells how much was written. The position is behind
     * what was to be written then, so seek before going on.
     *
     * <p><b>Cancel safety.</b> Not safe: once it was polled, the bytes are written, whether or not it is dropped.
     */
    @Override
    @CancelUnsafe("whether the bytes were written; they are, once it was polled")
    public Future<Integer> write(ByteBuffer source) {
        return new FileWriting<>(this, source, false, Integer::valueOf);
    }

    /** Like {@link #write}, until nothing remains of {@code source}; its position tells how far it got. */
    @Override
    @CancelUnsafe("whether the bytes were written; the buffer's position tells how many are")
    public Future<@Nullable Void> writeAll(ByteBuffer source) {
        return new FileWriting<@Nullable Void>(this, source, true, count -> null);
    }

    /**
     * How long the file is, with all that was written.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public Future<Long> size() {
        return afterFlush("size()", FileChannel::size);
    }

    /**
     * Cuts the file off, or extends it by zeros, which take no room on most systems. The position stays.
     *
     * <p><b>Cancel safety.</b> To make it again equals making it once.
     *
     * @throws IllegalArgumentException at once, if {@code length} is negative
     */
    @CancelSafe
    public Future<@Nullable Void> setLength(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("A file cannot have " + length + " bytes.");
        }
        return this.<@Nullable Void>afterFlush("setLength()", opened -> {
            long size = opened.size();
            if (length < size) {
                opened.truncate(length);
            } else if (length > size) {
                opened.write(ByteBuffer.wrap(new byte[1]), length - 1);
            }
            return null;
        });
    }

    /**
     * Waits until all that was written is on the disk, with the file's attributes: what a database does before it acknowledges.
     *
     * <p><b>Cancel safety.</b> Nothing is lost.
     */
    @CancelSafe
    public Future<@Nullable Void> sync() {
        return force("sync()", true);
    }

    /** Like {@link #sync}, without those attributes, such as the time of the change, that nobody needs to read the file. */
    @CancelSafe
    public Future<@Nullable Void> syncData() {
        return force("syncData()", false);
    }

    private Future<@Nullable Void> force(String what, boolean attributes) {
        return this.<@Nullable Void>afterFlush(what, opened -> {
            opened.force(attributes);
            return null;
        });
    }

    private <T extends @Nullable Object> Future<T> afterFlush(String what, OpenedChannel.Use<T> use) {
        return new AfterFlush<>(this, new Hop<>(describe(what), () -> use.of(channel.get(this))));
    }

    /** Which file this is. */
    public Path path() {
        return path;
    }

    /**
     * Closes the file. What a write has taken is still written, as a failure of which nobody would hear; {@code flush()} or
     * {@code shutdown()} before that. Idempotent, waits for nothing, throws nothing.
     */
    @Override
    public void close() {
        channel.close();
    }

    @Override
    public String toString() {
        return "AsyncFile[" + path + "]";
    }

    private Hop<Integer> begin(Stage next, String what, Hop.Code<Integer> code) {
        Hop<Integer> begun = new Hop<>(describe(what), code);
        stage = next;
        hop = begun;
        return begun;
    }

    private String describe(String what) {
        return "The " + what + " of " + this;
    }

    /** The end of what is under way; idle then, whether it succeeded or failed. */
    @SuppressWarnings("NullAway") // there is one in these stages
    private Poll<Integer> pollHop(Context cx) throws IOException {
        Poll<Integer> poll;
        try {
            poll = hop.poll(cx);
        } catch (IOException | RuntimeException e) {
            stage = Stage.IDLE;
            throw e;
        } catch (Exception e) {
            throw new AssertionError("a hop fails with nothing else", e);
        }
        if (poll.isReady()) {
            stage = Stage.IDLE;
        }
        return poll;
    }

    private void forgetAhead() {
        if (stage == Stage.AHEAD) {
            stage = Stage.IDLE;
        }
    }

    /** Nothing is under way. Direct, since a thread would keep as much direct memory for each of its copies. */
    private ByteBuffer emptyBuffer(int wanted) {
        stage = Stage.IDLE;
        int size = Math.min(wanted, LARGEST_HOP);
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(
                    Math.min(LARGEST_HOP, Integer.highestOneBit(Math.max(size, 4096) - 1) << 1));
        }
        return buffer.clear().limit(Math.min(Math.max(size, 1), buffer.capacity()));
    }
}
