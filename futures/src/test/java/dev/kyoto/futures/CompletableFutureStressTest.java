package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.from;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.sync.Crew;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads that end, wake and cancel what others poll. */
class CompletableFutureStressTest {
    private static final int ROUNDS = 5_000 * Integer.getInteger("kyoto.stress.effort", 1);

    private final Crew crew = new Crew();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void shutDown() throws InterruptedException {
        executor.shutdown();
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES), "a task keeps its thread");
    }

    @Test
    void stageThatEndsDuringAPollIsNotMissed() throws Exception {
        var meet = new CyclicBarrier(2);
        var stages = new CompletableFuture<?>[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            stages[i] = new CompletableFuture<>();
        }
        crew.add(self -> {
            for (CompletableFuture<?> stage : stages) {
                meet.await();
                stage.complete(null);
            }
        });
        crew.add(self -> {
            for (CompletableFuture<?> stage : stages) {
                meet.await();
                var poll = self.tryRun(from(stage));
                assertTrue(poll != null || stage.isDone(), "dropped, and not cancelled");
            }
        });

        crew.run();
    }

    @Test
    void futureThatIsOpenedWokenAndCancelledAtOnceEndsOnce() throws Exception {
        var meet = new CyclicBarrier(3);
        var gates = new Gate[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            gates[i] = new Gate();
            gates[i].result = gates[i].toCompletableFuture(executor);
        }
        crew.add(self -> {
            for (Gate gate : gates) {
                meet.await();
                gate.open = true;
                gate.waker.wake();
            }
        });
        crew.add(self -> {
            for (Gate gate : gates) {
                meet.await();
                gate.waker.wake();
            }
        });
        crew.add(self -> {
            for (int i = 0; i < ROUNDS; i++) {
                meet.await();
                if (self.random().nextBoolean()) {
                    gates[i].result.cancel(true);
                }
            }
        });

        crew.run();
        for (Gate gate : gates) {
            gate.result.exceptionally(cancelled -> null).get(1, TimeUnit.MINUTES);
        }
        shutDown();

        for (Gate gate : gates) {
            assertEquals(1, gate.ends, "passed or dropped");
            assertTrue(gate.result.isCancelled() || gate.passed);
        }
    }

    /** Pending until it is opened. What polls and the drop touch is in plain fields: they must not meet. */
    private static final class Gate implements Future<String> {
        final AtomicWaker waker = new AtomicWaker();
        CompletableFuture<String> result = new CompletableFuture<>();
        volatile boolean open;
        boolean passed;
        int ends;

        @Override
        public Poll<String> poll(Context cx) {
            assertFalse(ends > 0, "polled after its end");
            waker.register(cx.waker());
            if (!open) {
                return Poll.pending();
            }
            ends++;
            passed = true;
            return Poll.ready("open");
        }

        @Override
        public void cancel() {
            ends++;
        }
    }
}
