package dev.kyoto.internal.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.futures.Futures;
import dev.kyoto.internal.task.FailureSink;
import dev.kyoto.internal.task.Joinable;
import dev.kyoto.internal.task.TaskIds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingPoolTest {
    private final BlockingPool pool = new BlockingPool(4, Duration.ofDays(1), Started::new, () -> {});

    private volatile boolean isRefused;

    /** Counts down when a thread begins to be started, and is waited for before it is. */
    private volatile CountDownLatch starts = new CountDownLatch(0);

    @AfterEach
    void close() throws InterruptedException {
        pool.close();
        pool.awaitEnd(Long.MAX_VALUE);
    }

    @Test
    void submitterDoesNotWaitUntilTheSystemHasStartedAThreadForAnother() throws Exception {
        starts = new CountDownLatch(2);
        var first = job(() -> 1);
        var second = job(() -> 2);
        var other = new Thread(() -> pool.submit(second));
        other.start();
        pool.submit(first);
        other.join();

        assertEquals(1, Futures.blockOn(first));
        assertEquals(2, Futures.blockOn(second));
    }

    @Test
    void jobForWhichTheSystemHasNoThreadIsRefusedAndNotKept() throws Exception {
        var refused = job(() -> 1);
        isRefused = true;
        assertThrows(OutOfMemoryError.class, () -> pool.submit(refused));

        isRefused = false;
        var next = job(() -> 2);
        pool.submit(next);

        assertEquals(2, Futures.blockOn(next));
        assertFalse(refused.isFinished());
    }

    @Test
    void jobForWhichTheSystemHasNoFurtherThreadIsLeftToThoseThatThereAre() throws Exception {
        var goesOn = new CountDownLatch(1);
        var running = job(() -> {
            goesOn.await();
            return 1;
        });
        pool.submit(running);
        isRefused = true;
        var queued = job(() -> 2);
        pool.submit(queued);
        goesOn.countDown();

        assertEquals(1, Futures.blockOn(running));
        assertEquals(2, Futures.blockOn(queued));
    }

    private static <T> BlockingJob<T> job(Callable<T> code) {
        return new BlockingJob<>(TaskIds.single(), code, List.of(), new NoFailures(), true, null, 0);
    }

    private final class Started extends Thread {
        Started(Runnable code) {
            super(code);
        }

        @Override
        public void start() {
            if (isRefused) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            starts.countDown();
            try {
                starts.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            super.start();
        }
    }

    private static final class NoFailures implements FailureSink {
        @Override
        public void failedUnjoined(Joinable<?> task) {
            throw new AssertionError(task.toString());
        }

        @Override
        public void reportUncaught(String origin, Throwable failure) {
            throw new AssertionError(origin, failure);
        }
    }
}
