package dev.kyoto.internal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import dev.kyoto.futures.sync.Bounds;
import dev.kyoto.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Interleavings, as many as {@link Bounds} allows, of a worker that turns its wheel with whoever else may touch a timer: the
 * task that owns it, which may have moved to another worker, and threads that set alarms.
 */
@Tag("model-checking")
class TimersLincheckTest {
    @Test
    void pollSeesThatItIsDueOrTheWakerIsWoken() {
        check(() -> {
            var wheel = new Wheel();
            var timer = new Timer();
            var woken = new AtomicInteger();
            timer.arm(wheel.timers, ticks(1));
            wheel.clock.advance(Duration.ofMillis(1));
            Bounds.run(wheel::fire, () -> {
                if (timer.isDue(Context.of(woken::incrementAndGet))) {
                    woken.incrementAndGet();
                }
            });

            assertTrue(woken.get() >= 1, "neither woken nor due");
        });
    }

    @Test
    void pollThatMovedToAnotherWakerIsDueOrItsWakerIsWoken() {
        check(() -> {
            var wheel = new Wheel();
            var timer = new Timer();
            var woken = new AtomicInteger();
            timer.isDue(Context.of(Waker.noop()));
            timer.arm(wheel.timers, ticks(1));
            wheel.clock.advance(Duration.ofMillis(1));
            Bounds.run(wheel::fire, () -> {
                if (timer.isDue(Context.of(woken::incrementAndGet))) {
                    woken.incrementAndGet();
                }
            });

            assertTrue(woken.get() >= 1, "neither woken nor due");
        });
    }

    @Test
    void cancelledTimerDoesNotFire() {
        check(() -> {
            var wheel = new Wheel();
            var neighbour = new Timer();
            var timer = new Timer();
            var woken = new AtomicInteger();
            var wokenNeighbour = new AtomicInteger();
            timer.isDue(Context.of(woken::incrementAndGet));
            neighbour.isDue(Context.of(wokenNeighbour::incrementAndGet));
            neighbour.arm(wheel.timers, ticks(65)); // dealt to a lower level before they fire
            timer.arm(wheel.timers, ticks(65));
            wheel.clock.advance(Duration.ofMillis(65));
            var cancelled = new boolean[1];
            Bounds.run(wheel::fire, () -> {
                timer.disarm();
                cancelled[0] = !timer.isArmed();
            });
            wheel.fire();

            assertEquals(cancelled[0] ? 0 : 1, woken.get());
            assertEquals(1, wokenNeighbour.get());
            assertEquals(Long.MAX_VALUE, wheel.timers.nextDeadline());
        });
    }

    @Test
    void timerThatIsResetFiresAtItsNewTime() {
        check(() -> {
            var wheel = new Wheel();
            var timer = new Timer();
            var woken = new AtomicInteger();
            timer.isDue(Context.of(woken::incrementAndGet));
            timer.arm(wheel.timers, ticks(1));
            wheel.clock.advance(Duration.ofMillis(1));
            Bounds.run(wheel::fire, () -> {
                timer.disarm();
                timer.arm(wheel.timers, ticks(70));
            });
            assertFalse(timer.isDue(Context.of(woken::incrementAndGet)), "due too early");
            int early = woken.get(); // the old time may have come just before
            assertTrue(early <= 1);

            wheel.clock.advance(Duration.ofMillis(69));
            wheel.fire();

            assertTrue(timer.isDue(Context.of(Waker.noop())));
            assertEquals(early + 1, woken.get());
        });
    }

    @Test
    void sleepingWorkerHearsOfAnEarlierTimerOfAnotherThread() {
        check(() -> {
            var wheel = new Wheel();
            var woken = new AtomicInteger();
            wheel.timers.schedule(Duration.ofMillis(9), () -> {});
            wheel.clock.advance(Duration.ofMillis(5)); // so that what is set for no time at all is due
            Bounds.run(
                    () -> wheel.turnUntil(woken, 2),
                    () -> wheel.timers.schedule(Duration.ZERO, woken::incrementAndGet),
                    () -> wheel.timers.schedule(Duration.ZERO, woken::incrementAndGet));

            assertEquals(2, woken.get());
        });
    }

    @Test
    void timersOfOneTurnFireInTheOrderOfTheirTimes() {
        check(() -> {
            var wheel = new Wheel();
            List<Integer> fired = new ArrayList<>();
            wheel.clock.advance(Duration.ofMillis(60)); // so that some stand in the second level
            Bounds.run(
                    () -> {
                        for (int after : new int[] {30, 2, 9}) {
                            wheel.timers.schedule(Duration.ofMillis(after), () -> fired.add(after));
                        }
                    },
                    () -> wheel.timers.schedule(Duration.ofMillis(8), () -> fired.add(8)),
                    wheel::fire);
            wheel.clock.advance(Duration.ofMillis(40));
            wheel.fire();

            assertEquals(List.of(2, 8, 9, 30), fired);
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

    private static long ticks(long count) {
        return Duration.ofMillis(count).toNanos();
    }

    /** A worker of which nothing is left but its timers and its sleep. */
    private static final class Wheel {
        final VirtualClock clock = VirtualClock.manual();
        private final Semaphore unparks = new Semaphore(0);
        final Timers timers = new Timers(clock, unparks::release);

        void fire() {
            timers.fire(new ArrayList<>(), Waker::wake);
        }

        /** As a worker does; a sleep that nothing ends is what the model checker calls a deadlock. */
        void turnUntil(AtomicInteger count, int enough) {
            while (count.get() < enough) {
                if (timers.beginPark() > 0) {
                    unparks.acquireUninterruptibly();
                }
                timers.endPark();
                fire();
            }
        }
    }

    private static final class Timer extends TimerEntry<Integer> {
        Timer() {
            super(0);
        }

        @Override
        protected Poll<Integer> step(Context cx) {
            return Poll.pending();
        }
    }
}
