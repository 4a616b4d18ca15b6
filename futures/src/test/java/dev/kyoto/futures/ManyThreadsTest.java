package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.blockOn;
import static dev.kyoto.futures.Futures.joinAll;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.select;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wide combinators whose children are woken by other threads while they are polled. A lost wake would hang them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyThreadsTest {
    private static final int ROUNDS = 500;
    private static final int CHILDREN = 130;

    private static final class Signal extends AbstractFuture<Integer> {
        private final AtomicWaker waker = new AtomicWaker();
        private volatile @Nullable Integer value;

        void set(int value) {
            this.value = value;
            waker.wake();
        }

        @Override
        protected Poll<Integer> step(Context cx) {
            waker.register(cx.waker());
            Integer seen = value;
            return seen == null ? Poll.pending() : readyWith(seen);
        }
    }

    private final CyclicBarrier start = new CyclicBarrier(3);

    private static List<Signal> signals() {
        List<Signal> signals = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            signals.add(new Signal());
        }
        return signals;
    }

    /** Two threads: one sets the even signals, one the odd ones. */
    private List<Thread> setters(List<Signal> signals) {
        List<Thread> threads = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            int first = half;
            var thread = new Thread(() -> {
                await(start);
                for (int i = first; i < CHILDREN; i += 2) {
                    signals.get(i).set(i);
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void joinWokenByTwoThreadsSeesEveryWake() throws Exception {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            expected.add(i);
        }
        for (int round = 0; round < ROUNDS; round++) {
            List<Signal> signals = signals();
            List<Thread> setters = setters(signals);
            await(start);

            assertEquals(expected, blockOn(joinAll(signals)));

            for (Thread setter : setters) {
                setter.join();
            }
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of branches
    void selectWokenByTwoThreadsSeesTheOnlyWakeOfItsOnlyWinner() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Signal> signals = signals();
            List<Thread> setters = setters(signals);
            int last = CHILDREN - 1;
            // Only the signal that is set last ends; the others' wakes are noise.
            Branch<Integer>[] branches = new Branch[CHILDREN];
            for (int i = 0; i < CHILDREN; i++) {
                Future<Integer> signal = signals.get(i);
                branches[i] = on(i == last ? signal : signal.andThen(value -> Futures.pending()), value -> value);
            }
            await(start);

            assertEquals(last, blockOn(select(branches)));

            for (Thread setter : setters) {
                setter.join();
            }
        }
    }
}
