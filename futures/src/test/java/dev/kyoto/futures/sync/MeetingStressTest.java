package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Futures;
import dev.kyoto.futures.HandBlock;
import java.io.IOException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Barrier, OnceCell and SetOnce on real threads, futures dropped at random; see {@link StressTest}. */
class MeetingStressTest {
    private static final int ROUNDS = 5_000 * Integer.getInteger("kyoto.stress.effort", 1);
    private static final int THREADS = 3;

    private final Crew crew = new Crew();

    @Test
    void everyRoundHasAllPartiesAndOneLeader() throws Exception {
        var barrier = new Barrier(THREADS);
        var arrived = new AtomicInteger();
        var leaders = new AtomicInteger();
        for (int thread = 0; thread < THREADS; thread++) {
            crew.add(self -> {
                for (int round = 1; round <= ROUNDS; round++) {
                    arrived.incrementAndGet();
                    if (self.run(barrier.arrive())) {
                        leaders.incrementAndGet();
                    }
                    assertTrue(arrived.get() >= THREADS * round, "let through before all were there");
                }
            });
        }
        crew.run();

        assertEquals(ROUNDS, leaders.get());
    }

    /** Each drops its first try: whether it was in time to take it back, or had taken part, the count comes out even. */
    @Test
    void droppedArrivalsAreTakenBackOrHaveTakenPart() throws Exception {
        var barrier = new Barrier(2);
        var through = new AtomicInteger();
        var running = new AtomicInteger(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    var arrive = barrier.arrive();
                    if (self.tryRun(arrive) != null) {
                        through.incrementAndGet();
                    }
                }
                running.decrementAndGet();
                while (running.get() > 0) { // or the last of them waits for ever
                    Futures.nowOrNever(barrier.arrive());
                    Thread.yield();
                }
            });
        }
        crew.run();

        assertTrue(barrier.toString().startsWith("Barrier[0 "), barrier.toString());
        assertTrue(through.get() > 0);
    }

    @Test
    void cellIsFilledOnceHoweverManyFailAndAreDropped() throws Exception {
        var meet = new CyclicBarrier(THREADS);
        var current = new Object() {
            OnceCell<Integer> cell = new OnceCell<>();
            SetOnce<Integer> once = new SetOnce<>();
        };
        var made = new AtomicInteger();
        for (int thread = 0; thread < THREADS; thread++) {
            crew.add(self -> {
                for (int i = 0; i < ROUNDS; i++) {
                    meet.await();
                    Integer value = null;
                    while (value == null) {
                        try {
                            var poll = self.tryRun(current.cell.getOrInit(HandBlock.block(nothing -> {
                                if (self.random().nextInt(3) == 0) {
                                    throw new IOException("no tea");
                                }
                                return Futures.yieldNow().map(done -> made.incrementAndGet());
                            })));
                            value = poll == null ? null : poll.value();
                        } catch (IOException failed) {
                            assertEquals("no tea", failed.getMessage());
                        }
                    }
                    assertEquals(i + 1, value);
                    current.once.trySet(value);
                    assertEquals(value, self.run(current.once.whenSet()));
                    if (meet.await() == 0) {
                        current.cell = new OnceCell<>();
                        current.once = new SetOnce<>();
                    }
                }
            });
        }
        crew.run();

        assertEquals(ROUNDS, made.get());
    }
}
