package dev.kyoto.internal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    private static final long NANOS_PER_TICK = 1_000_000;

    private final TimerWheel wheel = new TimerWheel();
    private final List<String> fired = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            longs = {1, 63, 64, 65, 4095, 4096, 4097, 262_143, 262_144, 1L << 30, (1L << 36) - 1, 1L << 36, 1L << 40})
    void timerFiresAtItsTickAndNotBefore(long tick) {
        wheel.insert(new Named("it", tick));

        advanceStepwise(tick - 1);
        assertEquals(List.of(), fired);

        advanceStepwise(tick);
        assertEquals(List.of("it"), fired);
        assertEquals(TimerWheel.NEVER, wheel.nextTick());
    }

    @Test
    void timerThatIsDueAlreadyFiresAtTheNextTurn() {
        advance(1000);
        wheel.insert(new Named("late", 3));

        advance(1000);

        assertEquals(List.of("late"), fired);
    }

    @Test
    void oneJumpFiresAllInOrder() {
        for (long tick : new long[] {70_000, 5, 64, 4096, 4097, 1}) {
            wheel.insert(new Named(Long.toString(tick), tick));
        }

        advance(100_000);

        assertEquals(List.of("1", "5", "64", "4096", "4097", "70000"), fired);
    }

    @Test
    void removedTimerDoesNotFire() {
        Named first = new Named("first", 10);
        Named middle = new Named("middle", 10);
        Named last = new Named("last", 10);
        wheel.insert(first);
        wheel.insert(middle);
        wheel.insert(last);

        wheel.remove(middle);
        wheel.remove(last);
        advance(10);

        assertEquals(List.of("first"), fired);
    }

    @Test
    void removingTheOnlyTimerLeavesTheWheelEmpty() {
        Named only = new Named("only", 5000);
        wheel.insert(only);

        wheel.remove(only);

        assertEquals(TimerWheel.NEVER, wheel.nextTick());
    }

    @Test
    void expiryStopsAtItsLimitAndGoesOn() {
        for (int i = 0; i < 10; i++) {
            wheel.insert(new Named("x", 7));
        }
        List<Waker> woken = new ArrayList<>();

        assertTrue(wheel.expire(7, woken, 4));
        assertEquals(4, woken.size());
        assertTrue(wheel.expire(7, woken, 4));
        assertFalse(wheel.expire(7, woken, 4));
        assertEquals(10, woken.size());
    }

    @Test
    void randomTimersFireExactlyWhenASortedMapSaysSo() {
        Random random = new Random(42);
        TreeMap<Long, Integer> expected = new TreeMap<>();
        List<Named> standing = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 50_000; step++) {
            long tick = now + (random.nextLong() & ((1L << random.nextInt(38)) - 1));
            Named timer = new Named("x", tick);
            wheel.insert(timer);
            standing.add(timer);
            expected.merge(Math.max(tick, now), 1, Integer::sum);
            if (random.nextInt(3) == 0) {
                Named removed = standing.remove(random.nextInt(standing.size()));
                if (removed.isStanding()) {
                    wheel.remove(removed);
                    expected.merge(Math.max(removed.tick, removed.insertedAt), -1, Integer::sum);
                }
            }
            if (random.nextInt(4) == 0) {
                now += random.nextLong() & ((1L << random.nextInt(32)) - 1);
                fired.clear();
                advance(now);
                int due = 0;
                for (int count : expected.headMap(now, true).values()) {
                    due += count;
                }
                expected.headMap(now, true).clear();
                assertEquals(due, fired.size(), "at " + now);
            }
            timer.insertedAt = Math.min(tick, now);
        }
    }

    /** As a worker would: one jump from one {@code nextTick} to the next, none of them beyond {@code tick}. */
    private void advanceStepwise(long tick) {
        int turns = 0;
        while (wheel.nextTick() <= tick) {
            advance(wheel.nextTick());
            assertTrue(++turns < 10_000, "the wheel does not get on");
        }
        advance(Math.max(tick, 0));
    }

    private void advance(long tick) {
        List<Waker> woken = new ArrayList<>();
        while (wheel.expire(tick, woken, 3)) {
            continue;
        }
        woken.forEach(Waker::wake);
    }

    private final class Named extends TimerEntry<Integer> {
        private final long tick;
        private long insertedAt;

        Named(String name, long tick) {
            super(tick * NANOS_PER_TICK);
            this.tick = tick;
            isDue(Context.of(() -> fired.add(name))); // registers the waker
        }

        boolean isStanding() {
            return place != NOWHERE;
        }

        @Override
        protected Poll<Integer> step(Context cx) {
            return Poll.pending();
        }
    }
}
