package dev.kyoto.fs;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Result;
import dev.kyoto.io.AsyncSeek.From;
import dev.kyoto.io.BufWriter;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.net.Descriptors;
import dev.kyoto.net.Leftovers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A file system of 64 KiB, which runs full. */
@ParameterizedClass
@EnumSource(Flavor.class)
class FullDiskTest {
    private static final int DISK = 64 << 10;

    @TempDir
    static Path disk;

    @Parameter
    Flavor flavor;

    private Runtime runtime;
    private int descriptors;

    /** More than there is room for. */
    private final byte[] content = new byte[2 * DISK];

    @BeforeAll
    static void mount() throws Exception {
        assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=" + DISK, "kyoto", disk.toString()),
                "needs the right to mount a small file system");
    }

    @AfterAll
    static void unmount() throws Exception {
        succeeds("umount", disk.toString());
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException thereIsNoSuchProgram) {
            return false;
        }
    }

    @BeforeEach
    void start() throws Exception {
        new Random(3).nextBytes(content);
        runtime = flavor.builder().build();
        runtime.blockOn(AsyncFiles.write(disk.resolve("first"), new byte[1])); // opens descriptors that stay
        Files.delete(disk.resolve("first"));
        descriptors = Descriptors.open();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        try (var files = Files.list(disk)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Leftovers.awaitNone(runtime);
        Descriptors.awaitBackTo(descriptors);
        runtime.close();
    }

    @Test
    void whatWasAcknowledgedIsInTheFileAndTheFailureTellsHowMuchOfTheRest() throws Exception {
        Path path = disk.resolve("log");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.create(path).await()) {
                int acknowledged = 0;
                Exception failure = null;
                while (failure == null) {
                    // Not a part of the page that the system gives out at a time, so that the last one is written in
                    // part.
                    var record = ByteBuffer.wrap(content, acknowledged, 3000);
                    failure = failureOf(file.writeAll(record)).await();
                    acknowledged += failure == null ? 3000 : 0;
                }
                assertTellsOfTheDisk(failure);
                int rest = DISK - acknowledged;
                assertTrue(
                        failure.getMessage().contains("of 3000 bytes " + rest + " were written"), failure.getMessage());
                assertTrue(failure.getMessage().contains(path.toString()), failure.getMessage());
            }
        }));
        assertArrayEquals(Arrays.copyOf(content, DISK), Files.readAllBytes(path));
    }

    /** Through a buffer the bytes are taken before they are written: the flush tells of the failure, or the next write does. */
    @Test
    void aFlushTellsWhatABufferCouldNotWrite() throws Exception {
        Path path = disk.resolve("buffered");
        Files.write(disk.resolve("filler"), new byte[DISK - 4096]);
        runtime.blockOn(async(() -> {
            var file = AsyncFile.create(path).await();
            try (var writer = new BufWriter(file)) {
                writer.writeAll(ByteBuffer.wrap(content, 0, 5000)).await();
                assertTellsOfTheDisk(failureOf(writer.flush()).await());
            }
        }));
        assertArrayEquals(Arrays.copyOf(content, 4096), Files.readAllBytes(path));
    }

    @Test
    void aFileThatIsClosedWithoutAFlushGivesItsDescriptorBack() throws Exception {
        Path path = disk.resolve("closed");
        Files.write(disk.resolve("filler"), new byte[DISK]);
        runtime.blockOn(async(() -> {
            var file = AsyncFile.create(path).await();
            pollFn(cx -> file.pollWrite(cx, ByteBuffer.wrap(content))).await();
            file.close(); // documented: nobody hears of the failure
        }));
        assertEquals(0, Files.size(path));
    }

    @Test
    void onceThereIsRoomTheRestIsWritten() throws Exception {
        Path path = disk.resolve("resumed");
        Path filler = disk.resolve("filler");
        Files.write(filler, new byte[DISK - 8192]);
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.create(path).await()) {
                assertTellsOfTheDisk(failureOf(file.writeAll(ByteBuffer.wrap(content, 0, 20_000)))
                        .await());
                AsyncFiles.delete(filler).await();
                file.seek(From.START, 8192).await();
                file.writeAll(ByteBuffer.wrap(content, 8192, 20_000 - 8192)).await();
            }
        }));
        assertArrayEquals(Arrays.copyOf(content, 20_000), Files.readAllBytes(path));
    }

    @Test
    void wholeFilesThatDoNotFitFail() throws Exception {
        Path path = disk.resolve("whole");
        var failure = runtime.blockOn(failureOf(AsyncFiles.write(path, content)));
        assertTellsOfTheDisk(failure);
        assertTrue(failure.getMessage().contains(path.toString()), failure.getMessage());
        Path source = Files.createTempFile("kyoto", "source");
        try {
            Files.write(source, content);
            Files.delete(path);
            assertTellsOfTheDisk(runtime.blockOn(failureOf(AsyncFiles.copy(source, path))));
        } finally {
            Files.delete(source);
        }
    }

    @Test
    void aCopyOfAStreamThatDoesNotFitFails() throws Exception {
        Path path = disk.resolve("copied");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.create(path).await()) {
                var source = ByteStreams.repeat((byte) 7).take(2L * DISK);
                assertTellsOfTheDisk(failureOf(ByteStreams.copy(source, file)).await());
            }
        }));
        assertEquals(DISK, Files.size(path));
    }

    private static void assertTellsOfTheDisk(Exception failure) {
        assertInstanceOf(IOException.class, failure);
        assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
        assertTrue(failure.getMessage().contains("Make room"), failure.getMessage());
    }

    /** Null if it does not fail. */
    private static Future<Exception> failureOf(Future<?> future) {
        return future.catching().map(result -> result instanceof Result.Failure<?> failed ? failed.failure() : null);
    }
}
