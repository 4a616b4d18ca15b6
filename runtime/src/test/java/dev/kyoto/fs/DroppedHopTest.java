package dev.kyoto.fs;

import static dev.kyoto.Kyoto.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.io.AsyncSeek.From;
import dev.kyoto.net.Descriptors;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that are dropped while they wait for the only thread of the pool. */
class DroppedHopTest {
    @TempDir
    Path folder;

    private final Runtime runtime =
            Runtime.builder().currentThread().maxBlockingThreads(1).build();

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    /** What the read took ahead of its time is read by the next one, and what that leaves is left to a write. */
    @Test
    void aReadOfAFileTakesNothing() throws Exception {
        Path path = Files.writeString(folder.resolve("file"), "0123456789");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(path, READ, WRITE).await()) {
                dropHalfWay(file.read(ByteBuffer.allocate(10))).await();
                var one = ByteBuffer.allocate(1);
                file.readExact(one).await();
                assertEquals("0", UTF_8.decode(one.flip()).toString());
                file.writeAll(UTF_8.encode("x")).await();
            }
        }));
        assertEquals("0x23456789", Files.readString(path));
    }

    @Test
    void whatADroppedReadBringsIsNotReadAtAnotherPosition() throws Exception {
        Path path = Files.writeString(folder.resolve("file"), "0123456789");
        runtime.blockOn(async(() -> {
            try (var file = AsyncFile.open(path).await()) {
                dropHalfWay(file.read(ByteBuffer.allocate(4))).await();
                file.seek(From.START, 5).await();
                var one = ByteBuffer.allocate(1);
                file.readExact(one).await();
                assertEquals("5", UTF_8.decode(one.flip()).toString());
            }
        }));
    }

    @Test
    void nextOfAListingLosesNothing() throws Exception {
        Set<Path> expected = new HashSet<>();
        for (int i = 0; i < Listing.BATCH + 5; i++) {
            expected.add(Files.writeString(folder.resolve("file " + i), ""));
        }
        runtime.blockOn(async(() -> {
            try (var entries = AsyncFiles.list(folder)) {
                dropHalfWay(entries.next()).await(); // while it opens the directory
                assertTrue(expected.remove(entries.next().await()));
                for (int i = 1; i < Listing.BATCH; i++) {
                    assertTrue(expected.remove(entries.next().await()));
                }
                dropHalfWay(entries.next()).await(); // while it reads the second batch
                assertEquals(expected, Set.copyOf(entries.toList().await()));
            }
        }));
    }

    @Test
    void anOperationThatNoThreadHasTakenIsNotDone() throws Exception {
        Path path = folder.resolve("file");
        runtime.blockOn(dropHalfWay(AsyncFiles.writeString(path, "never")));
        assertFalse(Files.exists(path));
    }

    /** The write that was taken is done, and whoever does it closes the file then. */
    @Test
    void aFileThatIsClosedBeforeItsWriteGivesItsDescriptorBackAfterIt() throws Exception {
        Path path = folder.resolve("file");
        runtime.blockOn(AsyncFiles.writeString(path, "old")); // opens descriptors that stay
        int before = Descriptors.open();
        var kept = new ArrayList<AsyncFile>(); // or else the garbage collector would close it
        runtime.blockOn(async(() -> {
            var file = AsyncFile.open(path, WRITE).await();
            kept.add(file);
            dropHalfWay(pollFn(cx -> {
                        file.pollWrite(cx, UTF_8.encode("new"));
                        file.close();
                        return file.pollFlush(cx).isPending() ? Poll.pending() : Poll.ready(null);
                    }))
                    .await();
        }));
        Descriptors.awaitBackTo(before);
        assertEquals("new", Files.readString(kept.get(0).path()));
    }

    private <T> Future<Void> dropHalfWay(Future<T> future) {
        return async(() -> {
            var free = new CountDownLatch(1);
            var occupied = spawnBlocking(() -> {
                free.await();
                return null;
            });
            assertTrue(pollFn(cx -> Poll.ready(future.poll(cx).isPending())).await());
            future.cancel();
            free.countDown();
            occupied.await();
        });
    }
}
