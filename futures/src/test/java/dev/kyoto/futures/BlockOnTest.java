package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BlockOnTest {
    /** Pending until {@code open} is called, from whatever thread. */
    private static final class Gate extends AbstractFuture<String> {
        private final AtomicWaker waker = new AtomicWaker();
        final CountDownLatch polled = new CountDownLatch(1);
        final AtomicBoolean cancelled = new AtomicBoolean();
        private volatile boolean open;

        void open() {
            open = true;
            waker.wake();
        }

        @Override
        protected Poll<String> step(Context cx) {
            waker.register(cx.waker());
            polled.countDown();
            return open ? readyWith("open") : Poll.pending();
        }

        @Override
        protected void dropped() {
            cancelled.set(true);
        }
    }

    private static final class WorkerLike extends Thread implements NonBlocking {
        WorkerLike(Runnable body) {
            super(body, "worker-like");
        }
    }

    @Test
    void wakeFromAnotherThreadEndsTheWait() throws Exception {
        var gate = new Gate();
        var result = CompletableFuture.supplyAsync(() -> {
            try {
                return Futures.blockOn(gate);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        gate.polled.await();

        gate.open();

        assertEquals("open", result.get());
    }

    @Test
    void wakeDuringThePollIsNotLost() throws Exception {
        var wakesItself = new AbstractFuture<String>() {
            private int polls;

            @Override
            protected Poll<String> step(Context cx) {
                if (polls++ == 0) {
                    cx.waker().wake();
                    return Poll.pending();
                }
                return readyWith("again");
            }
        };

        assertEquals("again", Futures.blockOn(wakesItself));
    }

    @Test
    void failureIsThrownUnwrapped() {
        var failure = new IOException("disk on fire");
        Future<String> failing = cx -> {
            throw failure;
        };

        assertSame(failure, assertThrows(IOException.class, () -> Futures.blockOn(failing)));
    }

    @Test
    void interruptedWaiterCancelsTheFuture() throws Exception {
        var gate = new Gate();
        var blocked = new FutureTask<>(() -> Futures.blockOn(gate));
        var thread = new Thread(blocked, "blocked");
        thread.start();
        gate.polled.await();

        thread.interrupt();

        var error = assertThrows(ExecutionException.class, blocked::get);
        assertTrue(error.getCause() instanceof InterruptedException);
        assertTrue(gate.cancelled.get());
    }

    @Test
    void workerThreadIsRefusedWithTheCure() throws Exception {
        var refused = new FutureTask<>(() -> Futures.blockOn(new Gate()));
        var worker = new WorkerLike(refused);
        worker.start();

        var error = assertThrows(ExecutionException.class, refused::get);

        assertTrue(error.getCause() instanceof IllegalStateException);
        assertTrue(
                error.getCause().getMessage().contains("spawnBlocking"),
                error.getCause().getMessage());
    }

    @Test
    void awaitOutsideABlockOnAPlatformThreadNamesTheCure() {
        var error = assertThrows(IllegalStateException.class, () -> new Gate().await());

        assertTrue(error.getMessage().contains("kyoto-compiler"), error.getMessage());
        assertTrue(error.getMessage().contains("blockOn"), error.getMessage());
    }

    @Test
    void uncompiledBlockNamesTheMissingCompiler() {
        AsyncBlock<String> block = () -> "never";

        var error = assertThrows(IllegalStateException.class, () -> Futures.async(block));

        assertTrue(error.getMessage().contains("BlockOnTest"), error.getMessage());
        assertTrue(error.getMessage().contains("kyoto-compiler"), error.getMessage());
    }
}
