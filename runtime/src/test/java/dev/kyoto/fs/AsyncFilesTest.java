package dev.kyoto.fs;

import static dev.kyoto.Kyoto.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.io.LimitExceededException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncFilesTest extends RuntimeTestCase {
    @TempDir
    Path folder;

    @Test
    void wholeFilesAreWrittenAndRead() throws Exception {
        Path path = folder.resolve("file");
        done(AsyncFiles.writeString(path, "grüß "));
        done(AsyncFiles.write(path, "Gott".getBytes(UTF_8), StandardOpenOption.APPEND));
        assertEquals("grüß Gott", done(AsyncFiles.readString(path, 100)));
        assertArrayEquals("grüß Gott".getBytes(UTF_8), done(AsyncFiles.readAllBytes(path, 11)));
        assertEquals(11L, done(AsyncFiles.size(path)));
        assertTrue(done(AsyncFiles.readAttributes(path)).isRegularFile());
    }

    @Test
    void aLimitKeepsMemoryBounded() throws Exception {
        Path path = Files.writeString(folder.resolve("file"), "12345");
        assertEquals("12345", done(AsyncFiles.readString(path, 5)));
        var failure = assertThrows(LimitExceededException.class, () -> done(AsyncFiles.readAllBytes(path, 4)));
        assertEquals(4, failure.limit());
        assertTrue(failure.getMessage().contains("AsyncFile.open"), failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> AsyncFiles.readAllBytes(path, -1));
    }

    @Test
    void whatIsNoTextIsNotReadAsText() throws Exception {
        Path path = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff});
        var failure = assertThrows(CharacterCodingException.class, () -> done(AsyncFiles.readString(path, 5)));
        assertTrue(failure.getMessage().contains(path + " is no text in UTF-8"), failure.getMessage());
    }

    @Test
    void filesAreCopiedMovedAndDeleted() throws Exception {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path two = folder.resolve("two");
        done(AsyncFiles.copy(one, two));
        var exists = assertThrows(FileAlreadyExistsException.class, () -> done(AsyncFiles.copy(one, two)));
        assertTrue(exists.getMessage().contains("Delete it first"), exists.getMessage());
        done(AsyncFiles.copy(one, two, StandardCopyOption.REPLACE_EXISTING));
        done(AsyncFiles.move(two, folder.resolve("three"), StandardCopyOption.ATOMIC_MOVE));
        assertFalse(done(AsyncFiles.exists(two)));
        done(AsyncFiles.delete(folder.resolve("three")));
        assertFalse(done(AsyncFiles.deleteIfExists(folder.resolve("three"))));
        assertThrows(NoSuchFileException.class, () -> done(AsyncFiles.delete(two)));
        assertTrue(done(AsyncFiles.deleteIfExists(one)));
    }

    @Test
    void directoriesAreMadeAndListed() throws Exception {
        Path inner = folder.resolve("a").resolve("b");
        assertThrows(NoSuchFileException.class, () -> done(AsyncFiles.createDirectory(inner)));
        done(AsyncFiles.createDirectories(inner));
        done(AsyncFiles.createDirectories(inner));
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 3 * Listing.BATCH + 1; i++) {
            Files.writeString(inner.resolve("file " + i), "");
            expected.add("file " + i);
        }
        var found = done(AsyncFiles.list(inner).toList());
        assertEquals(
                expected,
                new TreeSet<>(found.stream()
                        .map(path -> path.getFileName().toString())
                        .collect(toSet())));
        assertEquals(expected.size(), found.size());
        assertThrows(DirectoryNotEmptyException.class, () -> done(AsyncFiles.delete(inner)));
        assertThrows(
                NotDirectoryException.class,
                () -> done(AsyncFiles.list(inner.resolve("file 0")).toList()));
    }

    @Test
    void linksAndPermissions() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path link = folder.resolve("link");
        done(AsyncFiles.createSymbolicLink(link, file));
        assertEquals(file, done(AsyncFiles.readSymbolicLink(link)));
        assertEquals(file.toRealPath(), done(AsyncFiles.toRealPath(link)));
        done(AsyncFiles.createLink(folder.resolve("hard"), file));
        assertEquals("x", Files.readString(folder.resolve("hard")));
        done(AsyncFiles.setPermissions(file, PosixFilePermissions.fromString("r-x------")));
        assertEquals("r-x------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void temporaryFilesAreNew() throws Exception {
        Path made = done(AsyncFiles.createTempDirectory("kyoto"));
        Path file = done(AsyncFiles.createTempFile("kyoto", ".tmp"));
        assertTrue(Files.isDirectory(made) && Files.isRegularFile(file));
        Files.delete(made);
        Files.delete(file);
    }

    /** Dropped before a thread has it, it does nothing; dropped later, it is done to its end. */
    @Test
    void aDroppedOperationIsDoneWhollyOrNotAtAll() throws Exception {
        Path path = folder.resolve("file");
        AsyncFiles.writeString(path, "never").cancel();
        assertFalse(Files.exists(path));
        runtime.blockOn(async(() -> {
            var writing = AsyncFiles.writeString(path, "x".repeat(1 << 20));
            pollFn(cx -> Poll.ready(writing.poll(cx).isPending())).await();
            while (runtime.metrics().blockingQueued() > 0) {
                yieldNow().await();
            }
            writing.cancel();
            while (runtime.metrics().blockingActive() > 0) {
                yieldNow().await();
            }
        }));
        assertTrue(!Files.exists(path) || Files.size(path) == 1 << 20);
    }

    private <T> T done(Future<T> future) throws Exception {
        return runtime.blockOn(future);
    }
}
