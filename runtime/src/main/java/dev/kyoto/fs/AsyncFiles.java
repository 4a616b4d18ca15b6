package dev.kyoto.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.internal.hop.Hop;
import dev.kyoto.io.LimitExceededException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Files} does, as futures. Each is one hop to the blocking pool, and fails as the method there that it is named after, with
 * the reason and the cure added. Outside of a runtime they fail with {@link IllegalStateException} at their first poll.
 *
 * <p><b>Cancel safety.</b> A future that is dropped before a thread took it has done nothing; later, what it does is done to its end,
 * and nobody hears how it ended. Those that read can be made anew.
 *
 * <p>Options and sets that are passed are not copied: leave them alone until the future is done.
 */
public final class AsyncFiles {
    private AsyncFiles() {}

    // ---- whole files

    /**
     * The content of a file.
     *
     * <p>Fails with {@link LimitExceededException}, having read no more than that, if it is longer than {@code limit} bytes.
     *
     * @throws IllegalArgumentException at once, if {@code limit} is negative
     */
    @CancelSafe
    public static Future<byte[]> readAllBytes(Path path, int limit) {
        requireLimit(limit);
        return hop("readAllBytes", path, () -> read(path, limit));
    }

    /**
     * The content of a file as text. Limit as of {@link #readAllBytes}; bytes that are no text in that charset fail it with
     * {@link CharacterCodingException}.
     */
    @CancelSafe
    public static Future<String> readString(Path path, Charset charset, int limit) {
        requireLimit(limit);
        return hop("readString", path, () -> decode(path, charset, read(path, limit)));
    }

    /** {@link #readString(Path, Charset, int)} of UTF-8. */
    @CancelSafe
    public static Future<String> readString(Path path, int limit) {
        return readString(path, UTF_8, limit);
    }

    /**
     * Writes a file, by default anew: all of it is in the file when this is done. A failure may leave a part of it.
     *
     * @param options as for {@link Files#write(Path, byte[], OpenOption...)}
     */
    @CancelUnsafe("whether the file was written")
    public static Future<@Nullable Void> write(Path path, byte[] bytes, OpenOption... options) {
        return act("write", path, () -> Files.write(path, bytes, options));
    }

    /** {@link #write(Path, byte[], OpenOption...)} of text in UTF-8. */
    @CancelUnsafe("whether the file was written")
    public static Future<@Nullable Void> writeString(Path path, CharSequence text, OpenOption... options) {
        return act("writeString", path, () -> Files.writeString(path, text, options));
    }

    /** Copies a file, or makes an empty directory like {@code source}. */
    @CancelUnsafe("whether the copy was made")
    public static Future<@Nullable Void> copy(Path source, Path target, CopyOption... options) {
        return act("copy", source, () -> Files.copy(source, target, options));
    }

    /** Moves or renames. With {@link java.nio.file.StandardCopyOption#ATOMIC_MOVE} others see the old file or the new one. */
    @CancelUnsafe("whether the file was moved")
    public static Future<@Nullable Void> move(Path source, Path target, CopyOption... options) {
        return act("move", source, () -> Files.move(source, target, options));
    }

    /** Deletes a file or an empty directory. */
    @CancelUnsafe("whether it was deleted; deleteIfExists can be made anew")
    public static Future<@Nullable Void> delete(Path path) {
        return act("delete", path, () -> {
            Files.delete(path);
            return null;
        });
    }

    /** Deletes a file or an empty directory; false if there was none. */
    @CancelSafe
    public static Future<Boolean> deleteIfExists(Path path) {
        return hop("deleteIfExists", path, () -> Files.deleteIfExists(path));
    }

    // ---- directories

    /**
     * The entries of a directory, in no order, read {@value Listing#BATCH} at a time. Close it if it is not read to its end.
     *
     * <p><b>Cancel safety.</b> A {@code next()} that is dropped loses nothing.
     */
    public static Stream<Path> list(Path directory) {
        return new Listing(directory);
    }

    /** Makes a directory, whose parent exists. */
    @CancelUnsafe("whether it was made; createDirectories can be made anew")
    public static Future<@Nullable Void> createDirectory(Path path, FileAttribute<?>... attributes) {
        return act("createDirectory", path, () -> Files.createDirectory(path, attributes));
    }

    /** Makes a directory and its parents, as far as they do not exist. */
    @CancelSafe
    public static Future<@Nullable Void> createDirectories(Path path, FileAttribute<?>... attributes) {
        return act("createDirectories", path, () -> Files.createDirectories(path, attributes));
    }

    /** Makes a new directory in the system's one for what is temporary. Nobody deletes it but the program. */
    @CancelUnsafe("the path of a directory that was made")
    public static Future<Path> createTempDirectory(String prefix, FileAttribute<?>... attributes) {
        return new Hop<>(
                "AsyncFiles.createTempDirectory()",
                FileErrors.explaining(
                        "AsyncFiles.createTempDirectory()", () -> Files.createTempDirectory(prefix, attributes)));
    }

    /** Makes a new file in the system's directory for what is temporary. Nobody deletes it but the program. */
    @CancelUnsafe("the path of a file that was made")
    public static Future<Path> createTempFile(String prefix, String suffix, FileAttribute<?>... attributes) {
        return new Hop<>(
                "AsyncFiles.createTempFile()",
                FileErrors.explaining(
                        "AsyncFiles.createTempFile()", () -> Files.createTempFile(prefix, suffix, attributes)));
    }

    // ---- links

    /** Makes {@code link} a symbolic link to {@code target}. */
    @CancelUnsafe("whether it was made")
    public static Future<@Nullable Void> createSymbolicLink(Path link, Path target) {
        return act("createSymbolicLink", link, () -> Files.createSymbolicLink(link, target));
    }

    /** Makes {@code link} another name of {@code existing}. */
    @CancelUnsafe("whether it was made")
    public static Future<@Nullable Void> createLink(Path link, Path existing) {
        return act("createLink", link, () -> Files.createLink(link, existing));
    }

    /** What a symbolic link says. */
    @CancelSafe
    public static Future<Path> readSymbolicLink(Path link) {
        return hop("readSymbolicLink", link, () -> Files.readSymbolicLink(link));
    }

    /** The path without links and dots, of a file that exists. */
    @CancelSafe
    public static Future<Path> toRealPath(Path path, LinkOption... options) {
        return hop("toRealPath", path, () -> path.toRealPath(options));
    }

    // ---- attributes

    /** Whether there is such a file; also false if that cannot be known. */
    @CancelSafe
    public static Future<Boolean> exists(Path path, LinkOption... options) {
        return hop("exists", path, () -> Files.exists(path, options));
    }

    /** Length, times, and whether it is a directory, in one look. */
    @CancelSafe
    public static Future<BasicFileAttributes> readAttributes(Path path, LinkOption... options) {
        return readAttributes(path, BasicFileAttributes.class, options);
    }

    /** Attributes of a kind that the file system may have, such as {@link java.nio.file.attribute.PosixFileAttributes}. */
    @CancelSafe
    public static <A extends BasicFileAttributes> Future<A> readAttributes(
            Path path, Class<A> kind, LinkOption... options) {
        return hop("readAttributes", path, () -> Files.readAttributes(path, kind, options));
    }

    /** How many bytes a file has. */
    @CancelSafe
    public static Future<Long> size(Path path) {
        return hop("size", path, () -> Files.size(path));
    }

    /** Who may read, write and execute, where the file system knows that. */
    @CancelSafe
    public static Future<@Nullable Void> setPermissions(Path path, Set<PosixFilePermission> permissions) {
        return act("setPermissions", path, () -> Files.setPosixFilePermissions(path, permissions));
    }

    private static byte[] read(Path path, int limit) throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            byte[] bytes = input.readNBytes(limit);
            if (bytes.length == limit && input.read() >= 0) {
                throw new LimitExceededException(
                        path + " has more than the " + limit
                                + " bytes that were to be read. If that much is welcome, raise"
                                + " the limit; else open it with AsyncFile.open and read it piece by piece.",
                        limit);
            }
            return bytes;
        }
    }

    private static String decode(Path path, Charset charset, byte[] bytes) throws IOException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            var failure = new CharacterCodingException() {
                @Override
                public String getMessage() {
                    return path + " is no text in " + charset + ". Read it with its own charset, or as bytes.";
                }
            };
            failure.initCause(e);
            throw failure;
        }
    }

    private static void requireLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("The limit is " + limit + ", and must not be negative.");
        }
    }

    private static <T> Future<T> hop(String what, Path path, Hop.Code<T> code) {
        String call = "AsyncFiles." + what + "(" + path + ")";
        return new Hop<>(call, FileErrors.explaining(call, code));
    }

    /** Of code whose value tells nothing new. */
    private static Future<@Nullable Void> act(String what, Path path, Hop.Code<?> code) {
        String call = "AsyncFiles." + what + "(" + path + ")";
        return new Hop<@Nullable Void>(call, FileErrors.explaining(call, () -> {
            code.call();
            return null;
        }));
    }
}
