package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kyoto.Kyoto;
import dev.kyoto.fs.AsyncFile;
import dev.kyoto.fs.AsyncFiles;
import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.io.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request or a response: in memory, or a stream that is read when they are needed.
 *
 * <p><b>Read once.</b> A body that is a stream, as every one that comes from the other side, is read once, by {@link #stream},
 * {@link #bytes} or {@link #text}. One in memory can be read any number of times.
 *
 * <p><b>Limited.</b> The body of a request that a server has received is limited to {@link ServerOptions#maxBody} bytes unless its
 * handler says {@link #withLimit}; that of a response which a client has received, to {@link ClientOptions#maxBody}. Reading more
 * fails: with the status 413 in a handler, with {@link LimitExceededException} elsewhere.
 */
public final class Body implements AutoCloseable {
    /** What {@link #length} is where nobody knows it before the end. */
    public static final long UNKNOWN_LENGTH = -1;

    /** How much of a file is in memory at a time, for each response. */
    private static final int PIECE_OF_A_FILE = 64 << 10;

    private static final Body EMPTY = of(new byte[0]);

    /** Where bytes come from that are not in memory. */
    interface Source {
        /** @throws IllegalStateException if it was opened before */
        Stream<ByteBuffer> open(long limit);

        /** Nobody will open it. Has no effect if it was opened. */
        void drop();

        /** The failure of bytes that are no text. */
        default IOException noText(CharacterCodingException failure) {
            return failure;
        }
    }

    /** Nobody else may write to it, nor move its position. Null if there is a source. */
    private final @Nullable ByteBuffer memory;

    /** Null if the bytes are in memory. */
    private final @Nullable Source source;

    private final long length;
    private final long limit;

    private Body(@Nullable ByteBuffer memory, @Nullable Source source, long length, long limit) {
        this.memory = memory;
        this.source = source;
        this.length = length;
        this.limit = limit;
    }

    static Body from(Source source, long length, long limit) {
        return new Body(null, source, length, limit);
    }

    // ---- making one

    /** No bytes. */
    public static Body empty() {
        return EMPTY;
    }

    /** These bytes, which are not copied: they belong to the body from now on. */
    public static Body of(byte[] bytes) {
        return inMemory(ByteBuffer.wrap(bytes));
    }

    /** What remains of {@code bytes}, whose own position stays where it is. They are not copied. */
    public static Body of(ByteBuffer bytes) {
        return inMemory(bytes.slice());
    }

    private static Body inMemory(ByteBuffer memory) {
        return new Body(memory, null, memory.remaining(), Long.MAX_VALUE);
    }

    /** This text in UTF-8. */
    public static Body of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /**
     * Pieces that are sent as they come, each from its position to its limit. Each belongs to the body when it was handed over.
     * Where the length is known, the other form tells the receiver.
     */
    public static Body of(Stream<ByteBuffer> pieces) {
        return from(new Pieces(pieces), UNKNOWN_LENGTH, Long.MAX_VALUE);
    }

    /**
     * Pieces that are {@code length} bytes together. If they turn out to be more or fewer, the message cannot be sent to its end,
     * and its connection is closed.
     *
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static Body of(Stream<ByteBuffer> pieces, long length) {
        if (length < 0) {
            throw new IllegalArgumentException(
                    "The length of a body is not negative, as " + length + " is. Leave it out where it is not known.");
        }
        return from(new Pieces(pieces), length, Long.MAX_VALUE);
    }

    /**
     * The content of a file, which is looked at now, and opened again when it is read or sent: so a body that nobody reads keeps
     * no file open. It is as long as the file is now; of one that grows meanwhile the rest is left out.
     *
     * <p>Fails as {@link AsyncFile#open} does, with {@link java.nio.file.NoSuchFileException} if there is none, and with
     * {@link FileSystemException} if it is a directory or another thing that has no length.
     *
     * <p><b>Cancel safety.</b> Nothing is lost, and nothing stays open.
     */
    @CancelSafe
    public static Future<Body> ofFile(Path path) {
        return async(() -> {
            BasicFileAttributes attributes = AsyncFiles.readAttributes(path).await();
            if (!attributes.isRegularFile()) { // to open a pipe would wait for who writes to it
                throw new FileSystemException(
                        path.toString(), null, "is no file with a content, but a directory or a device");
            }
            AsyncFile.open(path)
                    .await()
                    .close(); // whoever may not read it is told now, not in the middle of a response
            return of(contentOf(path, attributes.size()), attributes.size());
        });
    }

    private static Stream<ByteBuffer> contentOf(Path path, long length) {
        return Kyoto.stream(out -> {
            try (var pieces = AsyncFile.open(path).await().take(length).chunks(PIECE_OF_A_FILE)) {
                ByteBuffer piece;
                while ((piece = pieces.next().await()) != null) {
                    out.emit(piece).await();
                }
            }
        });
    }

    // ---- reading one

    /** How many bytes it has, or {@link #UNKNOWN_LENGTH}. */
    public long length() {
        return length;
    }

    /**
     * This body with another limit.
     *
     * @param bytes as many as it may have at most
     * @throws IllegalArgumentException if that is negative
     */
    public Body withLimit(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A limit is not negative, as " + bytes + " is.");
        }
        return new Body(memory, source, length, bytes);
    }

    /**
     * The bytes in pieces, each in a buffer of its own, as they come. Closing the stream drops what was not read.
     *
     * @throws IllegalStateException if this body was read before, and is not in memory
     */
    public Stream<ByteBuffer> stream() {
        if (memory == null) {
            return Objects.requireNonNull(source).open(limit);
        }
        if (length > limit) {
            return new Limited(Streams.of(memory.asReadOnlyBuffer()), limit);
        }
        return length == 0 ? Streams.empty() : Streams.of(memory.asReadOnlyBuffer());
    }

    /**
     * All bytes.
     *
     * <p>Fails, as reading the {@link #stream} does, if there are more than the limit allows, or the other side has left.
     *
     * @throws IllegalStateException if this body was read before, and is not in memory
     */
    @CancelUnsafe("the bytes read so far, and the rest, which is not read")
    public Future<byte[]> bytes() {
        return new Collecting(stream());
    }

    /**
     * All bytes as text in UTF-8. Besides as {@link #bytes}, it fails if they are none: with the status 400 in a handler, with
     * {@link CharacterCodingException} elsewhere.
     */
    @CancelUnsafe("the bytes read so far, and the rest, which is not read")
    public Future<String> text() {
        return async(() -> decode(bytes().await()));
    }

    private String decode(byte[] bytes) throws IOException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw source == null ? e : source.noText(e);
        }
    }

    /** Drops what was not read. To be called for a body that is neither read nor sent; in memory it does nothing. */
    @Override
    public void close() {
        if (source != null) {
            source.drop();
        }
    }

    /** The bytes if they are in memory, to be read by way of another buffer; else null. */
    @Nullable ByteBuffer memory() {
        return memory;
    }

    @Override
    public String toString() {
        String kind = memory != null ? "in memory" : "a stream";
        return length == UNKNOWN_LENGTH ? "Body[" + kind + "]" : "Body[" + length + " bytes, " + kind + "]";
    }

    /** Refuses to be read twice. */
    static IllegalStateException readTwice() {
        return new IllegalStateException(
                "This body was read before, or closed. Bytes that come from a stream are there once:"
                        + " read them with bytes() and keep the array, or make a Body.of(…) of it.");
    }

    /** A stream that the program has given. */
    private static final class Pieces implements Source {
        /** Null when it was opened or dropped. */
        private @Nullable Stream<ByteBuffer> pieces;

        Pieces(Stream<ByteBuffer> pieces) {
            this.pieces = Objects.requireNonNull(pieces, "pieces");
        }

        @Override
        public Stream<ByteBuffer> open(long limit) {
            Stream<ByteBuffer> opened = pieces;
            if (opened == null) {
                throw readTwice();
            }
            pieces = null;
            return limit == Long.MAX_VALUE ? opened : new Limited(opened, limit);
        }

        @Override
        public void drop() {
            Stream<ByteBuffer> dropped = pieces;
            pieces = null;
            if (dropped != null) {
                dropped.close();
            }
        }
    }
}
