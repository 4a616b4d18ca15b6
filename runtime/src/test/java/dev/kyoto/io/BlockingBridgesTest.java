package dev.kyoto.io;

import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.task.JoinHandle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Between streams that block and those that do not. */
class BlockingBridgesTest {
    private static byte[] many() {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 4);
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void streamsThatBlockAreReadAndWrittenOnThePool(Flavor flavor) throws Exception {
        var target = new ByteArrayOutputStream();
        try (Runtime runtime = flavor.builder().build()) {
            long count = runtime.blockOn(
                    ByteStreams.copy(ByteStreams.reader(new ByteArrayInputStream(many())), ByteStreams.writer(target)));
            assertEquals(100_000, count);
        }
        assertArrayEquals(many(), target.toByteArray());
    }

    @ParameterizedTest
    @EnumSource
    void codeThatBlocksReadsAndWritesBytesOfTasks(Flavor flavor) throws Exception {
        try (Runtime runtime = flavor.builder().build()) {
            var pipe = ByteStreams.duplex(1000);
            var blocking = runtime.spawnBlocking(() -> {
                InputStream in = ByteStreams.inputStream(pipe.second());
                int first = in.read();
                byte[] rest = in.readAllBytes();
                assertEquals(-1, in.read());
                assertEquals(0, in.read(rest, 0, 0));
                try (OutputStream out = ByteStreams.outputStream(pipe.second())) {
                    out.write(first);
                    out.write(rest);
                    out.flush();
                }
                return rest.length;
            });
            var writing = runtime.spawn(pipe.first()
                    .writeAll(ByteBuffer.wrap(many()))
                    .andThen(done -> pipe.first().shutdown()));

            assertArrayEquals(many(), runtime.blockOn(pipe.first().readToEnd(100_000)));
            assertEquals(99_999, runtime.blockOn(blocking));
            runtime.blockOn(writing);
        }
    }

    @Test
    void aTaskMustNotUseWhatBlocks() {
        try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build()) {
            InputStream in = ByteStreams.inputStream(new MemoryReader(new byte[1]));
            var refused = runtime.spawn(Futures.lazy(in::read));
            assertThrows(IllegalStateException.class, () -> runtime.blockOn(refused));
        }
    }

    @Test
    void interruptedThreadSaysSo() {
        InputStream in = ByteStreams.inputStream(ByteStreams.simplex(1).reader());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, in::read);
        assertTrue(Thread.interrupted());
    }

    @Test
    void whatComesForAReadThatWasDroppedIsThereForTheNext() throws Exception {
        var source = new PipedOutputStream();
        try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build();
                AsyncRead reader = ByteStreams.reader(new PipedInputStream(source))) {
            var dropped = PolledByHand.of(reader.read(ByteBuffer.allocate(3)));
            assertTrue(runtime.enter(dropped::poll).isPending());
            dropped.cancel();
            source.write(bytes("hello").array());
            source.close();

            assertEquals("hello", runtime.blockOn(reader.readToString(UTF_8, 10)));
        }
    }

    @Test
    void failureOfTheStreamIsThatOfTheReader() {
        var lost = new IOException("lost");
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw lost;
            }
        };
        try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build()) {
            var reader = ByteStreams.reader(broken);
            for (int i = 0; i < 2; i++) {
                assertSame(lost, assertThrows(IOException.class, () -> runtime.blockOn(reader.readByte())));
            }
        }
    }

    @Test
    void failureOfAWriteShowsAtTheNextFlushIfNotBefore() throws Exception {
        var full = new IOException("full");
        var broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw full;
            }
        };
        try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build()) {
            var writer = ByteStreams.writer(broken);
            for (int i = 0; i < 2; i++) {
                var writing = writer.writeAll(bytes("x")).andThen(done -> writer.flush());
                assertSame(full, assertThrows(IOException.class, () -> runtime.blockOn(writing)));
            }
        }
    }

    @Test
    void flushWaitsForTheStreamAndShutdownClosesIt() throws Exception {
        var gate = new CountDownLatch(1);
        var target = new ByteArrayOutputStream() {
            boolean isClosed;
            int flushes;

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                super.write(bytes, offset, length);
            }

            @Override
            public void flush() {
                flushes++;
            }

            @Override
            public void close() {
                isClosed = true;
            }
        };
        try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build()) {
            var writer = ByteStreams.writer(target);
            ByteBuffer source = bytes("hello");
            runtime.blockOn(writer.writeAll(source));
            source.put(0, (byte) 'x'); // it was copied
            var flushing = PolledByHand.of(writer.flush());
            assertTrue(runtime.enter(flushing::poll).isPending());
            gate.countDown();

            runtime.blockOn(writer.flush());
            assertEquals("hello", target.toString(UTF_8));
            assertEquals(1, target.flushes);
            assertFalse(target.isClosed);
            runtime.blockOn(writer.shutdown());
            runtime.blockOn(writer.shutdown());
            assertTrue(target.isClosed);
            assertThrows(IOException.class, () -> runtime.blockOn(writer.writeAll(bytes("x"))));
        }
    }

    @Test
    void readerOutsideOfARuntimeSaysWhatItNeeds() {
        var failure = assertThrows(
                IllegalStateException.class,
                () -> run(ByteStreams.reader(InputStream.nullInputStream()).readByte()));
        assertTrue(failure.getMessage().contains("Kyoto.run"), failure.getMessage());
    }

    @Test
    void readOfTheStandardInputHoldsUpNoRuntimeAndLosesNothing() throws Exception {
        InputStream before = System.in;
        var source = new PipedOutputStream();
        System.setIn(new PipedInputStream(source));
        try {
            try (Runtime runtime = Flavor.CURRENT_THREAD.builder().build()) {
                var waiting = runtime.spawn(StandardStreams.stdin().read(ByteBuffer.allocate(1)));
                runtime.blockOn(Futures.yieldNow());
                assertFalse(waiting.isFinished());
                assertEquals(List.of(), runtime.shutdown(Duration.ofSeconds(30)));
            }
            source.write(bytes("typed\nnext\n").array());
            source.close();

            var lines = new BufReader(StandardStreams.stdin());
            assertEquals("typed", Futures.blockOn(lines.readLine()));
            assertEquals("next", Futures.blockOn(lines.readLine()));
            assertEquals(null, Futures.blockOn(lines.readLine()));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void standardOutputIsWrittenByManyInWholePieces() throws Exception {
        PrintStream before = System.out;
        var target = new ByteArrayOutputStream();
        System.setOut(new PrintStream(target, false, UTF_8));
        try (Runtime runtime = Flavor.FOUR_WORKERS.builder().build()) {
            var writers = new ArrayList<JoinHandle<@Nullable Void>>();
            for (int i = 0; i < 20; i++) {
                AsyncWrite out = StandardStreams.stdout();
                writers.add(runtime.spawn(out.writeAll(bytes("line\n")).andThen(done -> out.flush())));
            }
            for (var writer : writers) {
                runtime.blockOn(writer);
            }
        } finally {
            System.setOut(before);
        }
        assertEquals("line\n".repeat(20), target.toString(UTF_8));
    }

    @Test
    void standardOutputThatIsGoneIsAFailure() {
        PrintStream before = System.err;
        System.setErr(new PrintStream(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("gone");
            }
        }));
        try {
            AsyncWrite err = StandardStreams.stderr();
            assertThrows(
                    IOException.class,
                    () -> Futures.blockOn(err.writeAll(bytes("x")).andThen(done -> err.flush())));
        } finally {
            System.setErr(before);
        }
    }
}
