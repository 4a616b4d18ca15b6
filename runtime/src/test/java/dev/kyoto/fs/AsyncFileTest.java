package dev.kyoto.fs;

import static dev.kyoto.Kyoto.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Result;
import dev.kyoto.io.AsyncSeek.From;
import dev.kyoto.io.BufReader;
import dev.kyoto.io.BufWriter;
import dev.kyoto.io.ByteStreams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncFileTest extends RuntimeTestCase {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsInTheFileWhenTheWriteIsDone() throws Exception {
        Path path = folder.resolve("file");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.create(path).await()) {
                assertEquals(5, file.write(bytes("hello")).await());
                assertEquals(5, file.size().await());
                file.writeAll(bytes(", world")).await();
                events.add(AsyncFiles.readString(path, 100).await());
                file.sync().await();
                file.syncData().await();
            }
        }));
        assertEquals("hello, world", events.get(0));
    }

    @Test
    void theReaderGetsAllAndThenTheEndAgainAndAgain() throws Exception {
        Path path = written("hello");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(path).await()) {
                var buffer = ByteBuffer.allocate(3);
                assertEquals(3, file.read(buffer).await());
                assertEquals("hel", text(buffer));
                assertEquals(2, file.read(buffer.clear()).await());
                assertEquals("lo", text(buffer));
                assertEquals(-1, file.read(buffer.clear()).await());
                assertEquals(-1, file.read(buffer).await());
            }
        }));
    }

    @Test
    void aFileLongerThanOneHopIsWrittenAndReadWhole() throws Exception {
        byte[] content = new byte[2 * AsyncFile.LARGEST_HOP + 12_345];
        new Random(7).nextBytes(content);
        Path path = folder.resolve("large");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.create(path).await()) {
                file.writeAll(ByteBuffer.wrap(content)).await();
            }
        }));
        assertArrayEquals(content, Files.readAllBytes(path));
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(path).await()) {
                assertArrayEquals(content, file.readToEnd(content.length).await());
            }
        }));
    }

    @Test
    void readingAndWritingShareAPosition() throws Exception {
        Path path = written("0123456789");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(path, READ, WRITE).await()) {
                var two = ByteBuffer.allocate(2);
                file.readExact(two).await();
                file.writeAll(bytes("ab")).await();
                file.readExact(two.clear()).await();
                assertEquals("45", text(two));
                assertEquals(6L, file.seek(From.CURRENT, 0).await());
                assertEquals(8L, file.seek(From.END, -2).await());
                file.readExact(two.clear()).await();
                assertEquals("89", text(two));
                assertEquals(1L, file.seek(From.START, 1).await());
                file.writeAll(bytes("z")).await();
            }
        }));
        assertEquals("0zab456789", Files.readString(path));
    }

    @Test
    void aDroppedWriteIsWritten() throws Exception {
        Path path = folder.resolve("file");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.create(path).await()) {
                var dropped = file.write(bytes("dropped;"));
                pollFn(cx -> Poll.ready(dropped.poll(cx).isPending())).await();
                dropped.cancel();
                file.writeAll(bytes("next")).await();
            }
        }));
        assertEquals("dropped;next", Files.readString(path));
    }

    @Test
    void whatAClosedFileHasTakenIsStillWritten() throws Exception {
        Path path = folder.resolve("file");
        runtime.blockOn(async(() -> {
            var file = AsyncFile.create(path).await();
            pollFn(cx -> Poll.ready(file.pollWrite(cx, bytes("late")).isReady()))
                    .await();
            file.close();
            file.close();
            while (!holds(path, "late")) {
                yieldNow().await(); // what is lost never comes, and the test hangs
            }
            assertInstanceOf(
                    ClosedChannelException.class,
                    failureOf(file.read(ByteBuffer.allocate(1))).await());
            assertInstanceOf(
                    ClosedChannelException.class,
                    failureOf(file.write(bytes("x"))).await());
        }));
    }

    @Test
    void anAppendedFileGrowsAtItsEndWhereverThePositionIs() throws Exception {
        Path path = written("start;");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(path, WRITE, CREATE, APPEND).await()) {
                file.writeAll(bytes("one;")).await();
                file.seek(From.START, 0).await();
                file.writeAll(bytes("two")).await();
            }
        }));
        assertEquals("start;one;two", Files.readString(path));
    }

    @Test
    void itsLengthIsCutAndExtended() throws Exception {
        Path path = written("0123456789");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(path, WRITE).await()) {
                file.setLength(4).await();
                file.setLength(6).await();
                assertEquals(6L, file.size().await());
            }
        }));
        assertEquals("0123\0\0", Files.readString(path));
    }

    @Test
    void buffersAndCopiesWorkOverFiles() throws Exception {
        Path path = folder.resolve("lines");
        runtime.blockOn(async(() -> {
            try (var writer = new BufWriter(AsyncFile.create(path).await())) {
                for (int i = 0; i < 5000; i++) {
                    writer.writeAll(bytes("line " + i + "\n")).await();
                }
                writer.shutdown().await();
            }
            int count = 0;
            try (var reader = new BufReader(AsyncFile.open(path).await())) {
                for (String line; (line = reader.readLine().await()) != null; count++) {
                    assertEquals("line " + count, line);
                }
            }
            assertEquals(5000, count);
            try (var from = AsyncFile.open(path).await();
                    var to = AsyncFile.create(folder.resolve("copy")).await()) {
                assertEquals(from.size().await(), ByteStreams.copy(from, to).await());
            }
        }));
        assertEquals(-1, Files.mismatch(path, folder.resolve("copy")));
    }

    @Test
    void aFullDiskIsSaidAndTheFileGoesOn() throws Exception {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.isWritable(full), "needs a device that is always full");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(full, WRITE).await()) {
                for (int i = 0; i < 2; i++) {
                    var failure = failureOf(file.writeAll(bytes("x"))).await();
                    assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
                    assertTrue(failure.getMessage().contains("of 1 bytes 0 were written"), failure.getMessage());
                }
                assertTrue(pollFn(
                                cx -> Poll.ready(file.pollWrite(cx, bytes("x")).isReady()))
                        .await());
                var late = failureOf(file.flush()).await();
                assertTrue(late.getMessage().contains("No space left"), late.getMessage());
            }
        }));
    }

    @Test
    void whatCannotBeOpenedIsNamedWithTheReason() {
        Path missing = folder.resolve("missing");
        var failure = assertThrows(NoSuchFileException.class, () -> runtime.blockOn(AsyncFile.open(missing)));
        assertTrue(failure.getMessage().contains(missing + ": there is no such file"), failure.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> runtime.blockOn(async(() -> {
                    try (var file = AsyncFile.open(written("x")).await()) {
                        file.seek(From.START, -1).await();
                    }
                })));
    }

    @Test
    void outsideOfARuntimeTheErrorNamesTheCure() {
        var failure = assertThrows(IllegalStateException.class, () -> Futures.blockOn(AsyncFile.open(folder)));
        assertTrue(failure.getMessage().contains("Kyoto.run"), failure.getMessage());
    }

    private static Future<Exception> failureOf(Future<?> future) {
        return future.catching().map(result -> ((Result.Failure<?>) result).failure());
    }

    private static boolean holds(Path path, String text) throws IOException {
        return Files.readString(path).equals(text);
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text);
    }

    private static ByteBuffer bytes(String text) {
        return UTF_8.encode(text);
    }

    private static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer.flip()).toString();
    }
}
