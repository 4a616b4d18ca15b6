package dev.kyoto.internal.driver;

import static dev.kyoto.internal.driver.Direction.READ;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Bounds;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Interleavings, as many as {@link Bounds} allows, of a worker that selects, a task that reads, and a peer that sends. Somebody
 * who waits for what does not come is a deadlock, which the model checker reports.
 */
@Tag("model-checking")
class DriverLincheckTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    /** One event and one wait, so that all their interleavings are tried. */
    @Test
    void waiterSeesTheEventOrIsWoken() {
        check(() -> {
            var reader = new Reader();
            reader.source.drained(READ);
            reader.source.await(READ, reader, Context.of(Waker.noop())); // registers the channel
            reader.socket.send();
            Bounds.run(reader.driver::poll, () -> {
                if (reader.source.await(READ, reader, Context.of(reader.woken::release))) {
                    reader.woken.release();
                }
            });

            assertTrue(reader.woken.availablePermits() >= 1, "neither woken nor ready");
        });
    }

    @Test
    void readerGetsEveryByte() {
        check(() -> {
            var reader = new Reader();
            Bounds.run(() -> reader.readAll(3), reader::select, () -> {
                for (int i = 0; i < 3; i++) {
                    reader.socket.send();
                }
            });
        });
    }

    /** The reader drains what an event has just announced: the event that follows must still reach it. */
    @Test
    void readerThatLooksInVainStillHearsOfTheNextByte() {
        check(() -> {
            var reader = new Reader();
            reader.socket.send();
            Bounds.run(
                    () -> {
                        reader.source.drained(READ);
                        reader.readAll(2);
                    },
                    reader::select,
                    reader.socket::send);
        });
    }

    @Test
    void readerGetsEveryByteThoughAnotherWorkerPollsItsDriver() {
        check(() -> {
            var reader = new Reader();
            reader.socket.send();
            Bounds.run(() -> reader.readAll(2), reader::select, () -> {
                reader.driver.poll();
                reader.socket.send();
                reader.driver.poll();
            });
        });
    }

    @Test
    void readerHearsThatItsChannelWasClosed() {
        check(() -> {
            var reader = new Reader();
            Bounds.run(
                    () -> assertThrows(ClosedChannelException.class, () -> reader.readAll(1)),
                    reader::select,
                    reader.source::close);
        });
    }

    @Test
    void readerHearsThatTheDriverWasClosed() {
        check(() -> {
            var reader = new Reader();
            Bounds.run(() -> assertThrows(IOException.class, () -> reader.readAll(1)), reader.driver::close);
        });
    }

    @Test
    void ownerReturnsForEveryUnparkAndSeesWhatWasDoneBefore() {
        check(() -> {
            var reader = new Reader();
            reader.source.drained(READ);
            reader.source.await(
                    READ, reader, Context.of(Waker.noop())); // so that the owner watches, and waits in the model
            Parker parker = reader.parker;
            var work = new int[2];
            Bounds.run(
                    () -> {
                        while (work[0] + work[1] < 2) {
                            parker.park(FOR_EVER);
                        }
                    },
                    () -> {
                        work[0] = 1;
                        parker.unpark();
                    },
                    () -> {
                        work[1] = 1;
                        parker.unpark();
                    });
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

    /** A task that reads byte by byte, and the worker on whose driver it does. */
    private static final class Reader {
        final ModelSocket socket = new ModelSocket();
        final NioDriver driver = new NioDriver(socket.selector());
        final Parker parker = driver.newParker();
        final IoSource source = IoSource.connected(driver, socket, "the near end");
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Semaphore woken = new Semaphore(0);

        /** As a read future does: tries while it may, then waits. */
        void readAll(int bytes) throws IOException {
            try {
                for (int left = bytes; left > 0; ) {
                    if (source.isReady(READ)) {
                        if (socket.read()) {
                            left--;
                            source.mayBeDrained(READ);
                        } else {
                            source.drained(READ);
                        }
                    } else if (!source.await(READ, this, Context.of(woken::release))) {
                        woken.acquireUninterruptibly();
                    }
                }
            } finally {
                ended.set(true);
                parker.unpark();
            }
        }

        void select() {
            while (!ended.get()) {
                parker.park(FOR_EVER);
            }
        }
    }
}
