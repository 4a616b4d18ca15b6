package dev.kyoto;

import static dev.kyoto.Kyoto.interval;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.sleepUntil;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.timeoutAt;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.time.Interval;
import dev.kyoto.time.MissedTickBehavior;
import dev.kyoto.time.Sleep;
import dev.kyoto.time.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for a time, under virtual time: exact, and without waiting. */
@ParameterizedClass
@EnumSource(Flavor.class)
class TimeTest {
    @Parameter
    Flavor flavor;

    private final VirtualClock clock = new VirtualClock();
    private final Failures failures = new Failures();
    private Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder().clock(clock).uncaughtHandler(failures).build();
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(ofSeconds(10)));
    }

    private Duration elapsed() {
        return Duration.ofNanos(clock.nanos());
    }

    @Test
    void sleepLastsAsLongAsItSays() throws Exception {
        runtime.blockOn(sleep(ofMillis(1234)));

        assertEquals(ofMillis(1234), elapsed());
    }

    @Test
    void sleepIsRoundedUpToAMillisecond() throws Exception {
        runtime.blockOn(sleep(Duration.ofNanos(1)));

        assertEquals(ofMillis(1), elapsed());
    }

    @Test
    void sleepOfNothingOrLessIsReady() throws Exception {
        runtime.blockOn(sleep(ofSeconds(-5)));
        runtime.blockOn(sleep(Duration.ZERO));

        assertEquals(Duration.ZERO, elapsed());
    }

    @Test
    void sleepBeyondTheWheelsReachIsExact() throws Exception {
        Duration fiveYears = Duration.ofDays(5 * 365).plusMillis(3);

        runtime.blockOn(sleep(fiveYears));

        assertEquals(fiveYears, elapsed());
    }

    @Test
    void endlessSleepDoesNotOverflow() {
        assertThrows(
                TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), sleep(ofSeconds(Long.MAX_VALUE)))));
    }

    @Test
    void sleepUntilGoesByTheCalendar() throws Exception {
        runtime.blockOn(sleepUntil(Instant.EPOCH.plusSeconds(60)));

        assertEquals(ofSeconds(60), elapsed());
    }

    @Test
    void sleepersWakeInTheOrderOfTheirDeadlines() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<JoinHandle<Integer>> handles = new ArrayList<>();
        for (int millis : new int[] {5000, 1, 64, 4096, 63, 65, 300_000, 2}) {
            handles.add(runtime.spawn(Poller.then(sleep(ofMillis(millis)), cx -> {
                order.add(millis);
                return Poll.ready(millis);
            })));
        }

        for (JoinHandle<Integer> handle : handles) {
            runtime.blockOn(handle);
        }

        assertEquals(List.of(1, 2, 63, 64, 65, 4096, 5000, 300_000), order);
    }

    @Test
    void manySleepersAllWake() throws Exception {
        int count = 5_000;
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            runtime.spawn(Poller.then(sleep(ofMillis(i % 700)), TaskTest.counting(woken)));
        }

        runtime.blockOn(sleep(ofMillis(701)));
        runtime.blockOn(TaskTest.untilTrue(() -> woken.get() == count));
    }

    @Test
    void timeOutDropsTheFuture() {
        Signal<Integer> never = new Signal<>();

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(3), never)));

        assertTrue(never.isDropped());
        assertEquals(ofSeconds(3), elapsed());
    }

    @Test
    void futuresThatShareADeadlineShareTheTime() throws Exception {
        Instant deadline = Instant.EPOCH.plusSeconds(5);
        Signal<Integer> never = new Signal<>();

        runtime.blockOn(timeoutAt(deadline, sleep(ofSeconds(4))));
        TimeoutException thrown =
                assertThrows(TimeoutException.class, () -> runtime.blockOn(timeoutAt(deadline, never)));

        assertTrue(never.isDropped());
        assertEquals(ofSeconds(5), elapsed());
        assertEquals("No result until 1970-01-01T00:00:05Z", thrown.getMessage());
    }

    @Test
    void deadlineThatIsOverLeavesAReadyValueItsPoll() throws Exception {
        runtime.blockOn(sleep(ofSeconds(1)));

        assertEquals(8, runtime.blockOn(timeoutAt(Instant.EPOCH, Poller.yielding(0, 8))));
        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeoutAt(Instant.EPOCH, new Signal<Integer>())));
    }

    @Test
    void readyValueWinsAgainstATimeoutOfNothing() throws Exception {
        assertEquals(8, runtime.blockOn(timeout(Duration.ZERO, Poller.yielding(0, 8))));
    }

    @Test
    void failurePassesThroughTimeout() {
        assertThrows(
                IOException.class,
                () -> runtime.blockOn(timeout(ofSeconds(1), Poller.failing(new IOException("gone")))));
    }

    @Test
    void timeoutWorksUnderAUsedUpBudget() {
        Future<Integer> greedy = cx -> {
            while (cx.proceed()) {
                clock.advance(Duration.ofMillis(1)); // time passes while it works
            }
            return Poll.pending();
        };

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(2), greedy)));
    }

    @Test
    void resetMovesADeadlineBothWays() throws Exception {
        Sleep sleep = sleep(ofSeconds(10));
        AtomicInteger polls = new AtomicInteger();
        runtime.blockOn(cx -> {
            if (polls.getAndIncrement() == 0) {
                assertTrue(sleep.poll(cx).isPending());
                sleep.reset(ofSeconds(2));
            }
            return sleep.poll(cx);
        });

        assertEquals(ofSeconds(2), elapsed());
        assertThrows(IllegalStateException.class, () -> sleep.reset(ofSeconds(1)));
    }

    @Test
    void firstTickIsImmediateAndTheRhythmDoesNotDrift() throws Exception {
        Interval interval = interval(ofSeconds(10));
        List<Duration> ticks = runTicks(interval, 4, ofSeconds(3));

        assertEquals(List.of(ofSeconds(0), ofSeconds(10), ofSeconds(20), ofSeconds(30)), ticks);
    }

    @Test
    void missedTicksFollowAtOnceInABurst() throws Exception {
        assertEquals(
                List.of(ofSeconds(0), ofSeconds(25), ofSeconds(25), ofSeconds(30)),
                runTicksAfterOneDelay(MissedTickBehavior.BURST));
    }

    @Test
    void delayedTickStartsANewRhythm() throws Exception {
        assertEquals(
                List.of(ofSeconds(0), ofSeconds(25), ofSeconds(35), ofSeconds(45)),
                runTicksAfterOneDelay(MissedTickBehavior.DELAY));
    }

    @Test
    void skippedTicksAreLeftOut() throws Exception {
        assertEquals(
                List.of(ofSeconds(0), ofSeconds(25), ofSeconds(30), ofSeconds(40)),
                runTicksAfterOneDelay(MissedTickBehavior.SKIP));
    }

    @Test
    void droppedTickIsNotLost() throws Exception {
        Interval interval = interval(ofSeconds(10));
        runtime.blockOn(interval.tick());
        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(4), interval.tick())));

        runtime.blockOn(interval.tick());

        assertEquals(ofSeconds(10), elapsed());
    }

    @Test
    void ticksAreAStreamOfTheirTimes() throws Exception {
        var ticks = interval(ofSeconds(10)).stream().take(3).toList();

        assertEquals(
                List.of(Instant.EPOCH, Instant.EPOCH.plusSeconds(10), Instant.EPOCH.plusSeconds(20)),
                runtime.blockOn(ticks));
    }

    @Test
    void tickIsNotLostWithADroppedNext() throws Exception {
        var ticks = interval(ofSeconds(10)).stream();
        runtime.blockOn(ticks.next());
        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(4), ticks.next())));

        assertEquals(Instant.EPOCH.plusSeconds(10), runtime.blockOn(ticks.next()));
    }

    @Test
    void virtualTimeWaitsForBlockingJobs() throws Exception {
        JoinHandle<Duration> job = runtime.spawnBlocking(() -> {
            for (int i = 0; i < 1000; i++) {
                Thread.onSpinWait(); // the others have all the time to run ahead
            }
            return elapsed();
        });
        JoinHandle<?> sleeper = runtime.spawn(sleep(ofSeconds(5)));

        assertEquals(Duration.ZERO, runtime.blockOn(job));
        runtime.blockOn(sleeper);
        assertEquals(ofSeconds(5), elapsed());
    }

    @Test
    void failureNobodyJoinsIsReportedAfterItsGrace() throws Exception {
        runtime.spawn("forgotten", Poller.failing(new IOException("gone")));

        runtime.blockOn(sleep(ofMillis(1500)));

        assertEquals(1, failures.seen().size(), failures.seen()::toString);
        assertTrue(
                failures.seen().get(0).contains("(forgotten)"), failures.seen().get(0));
    }

    @Test
    void failureThatIsJoinedWithinItsGraceIsNotReported() throws Exception {
        JoinHandle<Integer> handle = runtime.spawn(Poller.failing(new IOException("gone")));
        runtime.blockOn(sleep(ofMillis(500)));
        assertThrows(IOException.class, () -> runtime.blockOn(handle));

        runtime.blockOn(sleep(ofMillis(1500)));

        assertEquals(List.of(), failures.seen());
    }

    @Test
    void shieldedFutureOutlivesItsTimeout() throws Exception {
        AtomicInteger finished = new AtomicInteger();
        Future<Integer> slow = Poller.then(sleep(ofSeconds(5)), TaskTest.counting(finished));

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), Kyoto.shield(slow))));
        runtime.blockOn(sleep(ofSeconds(5)));

        assertEquals(1, finished.get());
    }

    @Test
    void sleepOutsideARuntimeNamesTheCure() {
        Exception e = assertThrows(IllegalStateException.class, () -> Futures.blockOn(sleep(ofSeconds(1))));
        assertTrue(e.getMessage().contains("Kyoto.run"), e.getMessage());
    }

    private List<Duration> runTicksAfterOneDelay(MissedTickBehavior behavior) throws Exception {
        Interval interval = interval(ofSeconds(10), behavior);
        List<Duration> ticks = new ArrayList<>(runTicks(interval, 1, ofSeconds(25)));
        ticks.addAll(runTicks(interval, 3, Duration.ZERO));
        return ticks;
    }

    /** Awaits {@code count} ticks, and after each of them works for a while. */
    private List<Duration> runTicks(Interval interval, int count, Duration work) throws Exception {
        List<Duration> ticks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runtime.blockOn(interval.tick());
            ticks.add(elapsed());
            runtime.blockOn(sleep(work));
        }
        return ticks;
    }

    @Test
    void failingBlockingJobLetsVirtualTimeGoOn() {
        JoinHandle<Integer> job = runtime.spawnBlocking(() -> {
            throw new IOException("disk");
        });

        assertThrows(IOException.class, () -> runtime.blockOn(timeout(ofSeconds(15), job)));
        assertEquals(Duration.ZERO, elapsed());
        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), new Signal<Integer>())));
    }
}
