package dev.kyoto.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Bounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interleavings of a reader and a writer of a pipe on two threads. Who waits for what does not come is a deadlock, which is reported. */
@Tag("model-checking")
class PipeLincheckTest {
    /** So that it is full, empty, and wraps around. */
    private static final int CAPACITY = 2;

    @Test
    void everyByteArrivesOnceInOrderAndThenTheEnd() {
        check(() -> {
            var pipe = new Pipe(CAPACITY, "the pipe");
            byte[] received = new byte[4];
            Bounds.run(
                    () -> {
                        var end = new End();
                        var bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
                        while (bytes.hasRemaining()) {
                            end.awaitReady(cx -> pipe.pollWrite(cx, bytes));
                        }
                        pipe.endWriting();
                    },
                    () -> {
                        var end = new End();
                        var bytes = ByteBuffer.wrap(received);
                        int before;
                        do {
                            before = bytes.position();
                            end.awaitReady(cx -> pipe.pollRead(cx, bytes));
                        } while (bytes.position() > before);
                    });
            assertArrayEquals(new byte[] {1, 2, 3, 0}, received);
        });
    }

    @Test
    void writerThatWaitsHearsThatTheReaderHasClosed() {
        check(() -> {
            var pipe = new Pipe(1, "the pipe");
            Bounds.run(
                    () -> {
                        var end = new End();
                        var bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
                        var failure = assertThrows(IOException.class, () -> {
                            while (true) {
                                end.awaitReady(cx -> pipe.pollWrite(cx, bytes));
                            }
                        });
                        assertTrue(failure.getMessage().contains("its reader was closed"), failure.getMessage());
                    },
                    () -> {
                        new End().awaitReady(cx -> pipe.pollRead(cx, ByteBuffer.allocate(1)));
                        pipe.closeReading();
                    });
        });
    }

    /** A reader that was dropped has left its waker, and the next one waits in its place. */
    @Test
    void readerInThePlaceOfADroppedOneIsWoken() {
        check(() -> {
            var pipe = new Pipe(CAPACITY, "the pipe");
            byte[] received = new byte[1];
            pipe.pollRead(Context.of(() -> {}), ByteBuffer.wrap(received));
            Bounds.run(
                    () -> new End().awaitReady(cx -> pipe.pollWrite(cx, ByteBuffer.wrap(new byte[] {7}))),
                    () -> new End().awaitReady(cx -> pipe.pollRead(cx, ByteBuffer.wrap(received))));
            assertArrayEquals(new byte[] {7}, received, Arrays.toString(received));
        });
    }

    private static void check(Bounds.Code code) {
        Lincheck.runConcurrentTest(Bounds.INVOCATIONS / 2, () -> {
            try {
                code.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private interface Operation {
        Poll<@Nullable Void> poll(Context cx) throws IOException;
    }

    /** Who uses one end, and waits as a task does. */
    private static final class End {
        private final Semaphore woken = new Semaphore(0);
        private final Context cx = Context.of(woken::release);

        void awaitReady(Operation operation) throws IOException {
            while (operation.poll(cx).isPending()) {
                woken.acquireUninterruptibly();
            }
        }
    }
}
