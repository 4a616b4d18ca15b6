package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.blockOn;
import static dev.kyoto.futures.Futures.joinAll;
import static dev.kyoto.futures.Futures.nowOrNever;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.pending;
import static dev.kyoto.futures.Futures.select;
import static dev.kyoto.futures.Futures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Wide combinators whose children are woken by two other threads while they are polled. All bits are in one word, so that
 * the threads meet there. A lost wake would hang a round.
 */
class ManyThreadsTest {
    private static final int ROUNDS = 3_000;
    private static final int CHILDREN = 64;

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

    /** What {@link #signals} holds before the first round. */
    private final List<Signal> idle = newSignals();

    /** The signals of the round; a new list starts it, an empty one ends the setters. */
    private volatile List<Signal> signals = idle;

    private final List<Thread> setters =
            Stream.of(0, 1).map(half -> new Thread(() -> setEach(half))).toList();

    @BeforeEach
    void startSetters() {
        setters.forEach(Thread::start);
    }

    @AfterEach
    void stopSetters() throws InterruptedException {
        signals = List.of();
        for (Thread setter : setters) {
            setter.join();
        }
    }

    private static List<Signal> newSignals() {
        return Stream.generate(Signal::new).limit(CHILDREN).toList();
    }

    /** Sets every other signal of each round. */
    private void setEach(int first) {
        List<Signal> before = idle;
        while (true) {
            List<Signal> round = signals;
            if (round.isEmpty()) {
                return;
            }
            if (round == before) {
                Thread.yield(); // rather than spin: there may be fewer cores than threads
                continue;
            }
            before = round;
            for (int i = first; i < CHILDREN; i += 2) {
                round.get(i).set(i);
            }
        }
    }

    @Test
    void joinWokenByTwoThreadsSeesEveryWake() throws Exception {
        List<Integer> expected = IntStream.range(0, CHILDREN).boxed().toList();
        for (int i = 0; i < ROUNDS; i++) {
            List<Signal> round = newSignals();
            Future<List<Integer>> join = joinAll(round);
            signals = round;

            assertEquals(expected, blockOn(join));
        }
    }

    @Test
    void setOfFuturesWokenByTwoThreadsYieldsEachValueOnce() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            List<Signal> round = newSignals();
            var values = new BitSet();
            try (var set = new FuturesUnordered<Integer>(round)) {
                signals = round;
                Integer value;
                while ((value = blockOn(set.next())) != null) {
                    assertFalse(values.get(value));
                    values.set(value);
                }
            }

            assertEquals(CHILDREN, values.cardinality());
        }
    }

    @Test
    void copiesOfASharedFutureOnTwoThreadsSeeItsValue() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            List<Signal> round = newSignals();
            var shared = shared(joinAll(round).map(List::size));
            var elsewhere = shared.copy();
            var dropped = shared.copy();
            nowOrNever(dropped);
            var seen = new CompletableFuture<Integer>();
            var other = new Thread(() -> {
                try {
                    seen.complete(blockOn(elsewhere));
                } catch (Throwable failure) {
                    seen.completeExceptionally(failure);
                }
            });
            other.start();
            signals = round;

            assertEquals(CHILDREN, blockOn(shared));
            assertEquals(CHILDREN, seen.get());
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of branches
    void selectWokenByTwoThreadsSeesTheWakeOfItsOnlyWinner() throws Exception {
        int last = CHILDREN - 1;
        for (int i = 0; i < ROUNDS; i++) {
            List<Signal> round = newSignals();
            Branch<Integer>[] branches = new Branch[CHILDREN];
            for (int k = 0; k < CHILDREN; k++) {
                Future<Integer> signal = round.get(k);
                // Only the one that its thread sets last ends; the others' wakes are noise.
                branches[k] = on(k == last ? signal : signal.andThen(value -> pending()), value -> value);
            }
            Future<Integer> select = select(branches);
            signals = round;

            assertEquals(last, blockOn(select));
        }
    }
}
