package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.driver.Driver;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.UncaughtHandler;
import dev.kyoto.time.Clock;
import dev.kyoto.time.VirtualClock;
import dev.kyoto.tracing.ThreadContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * How a scheduler is made.
 *
 * @param name of the runtime: thread names begin with it
 * @param workers how many workers with threads of their own; 0 for one that the callers of {@code blockOn} drive
 * @param local of a scheduler without threads: only the thread that makes it may use it
 * @param driverFactory makes the driver of a few workers
 * @param clock what timers go by
 * @param uncaughtHandler hears of failures that nobody joins
 * @param blocking the blocking pool
 * @param tuning of the workers
 * @param listeners hear what happens
 * @param pollTimes whether the time of each poll is taken
 * @param recordSpawnSites whether each task remembers the call that spawned it
 * @param carried take from the thread that spawns what the task carries along
 * @param monitor what is done about workers that do not come back from a poll
 */
public record Options(
        String name,
        int workers,
        boolean local,
        Supplier<Driver> driverFactory,
        Clock clock,
        UncaughtHandler uncaughtHandler,
        Blocking blocking,
        Tuning tuning,
        List<RuntimeListener> listeners,
        boolean pollTimes,
        boolean recordSpawnSites,
        List<Supplier<? extends ThreadContext>> carried,
        MonitorOptions monitor) {

    /**
     * @param maxThreads the most threads of the blocking pool
     * @param keepAlive how long an idle one lives
     */
    public record Blocking(int maxThreads, Duration keepAlive) {}

    /**
     * @param injectionInterval tasks after which a worker looks into the injection queue first; 0 to let it find out
     * @param driverInterval turns after which a worker looks at its driver and the clock, though there are tasks to run
     * @param workersPerDriver how many workers share a driver
     * @param seed of the workers' random numbers
     */
    public record Tuning(int injectionInterval, int driverInterval, int workersPerDriver, long seed) {}

    /** What every runtime has, unless a test says otherwise. */
    public static Driver newDriver() {
        return new NioDriver();
    }

    /** For {@link Tuning}. Virtual time asks the driver of each worker that sleeps, so that there each has one of its own. */
    public static int workersPerDriver(Clock clock) {
        return clock instanceof VirtualClock ? 1 : NioDriver.WORKERS;
    }
}
