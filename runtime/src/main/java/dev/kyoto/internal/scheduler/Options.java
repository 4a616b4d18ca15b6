package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.driver.Driver;
import dev.kyoto.internal.driver.NioDriver;
import dev.kyoto.task.UncaughtHandler;
import dev.kyoto.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a scheduler is made.
 *
 * @param name of the runtime: thread names begin with it
 * @param workers how many workers with threads of their own; 0 for one that the callers of {@code blockOn} drive
 * @param driverFactory makes the driver of one worker
 * @param clock what timers go by
 * @param uncaughtHandler hears of failures that nobody joins
 * @param maxBlockingThreads the most threads of the blocking pool
 * @param blockingKeepAlive how long an idle thread of the blocking pool lives
 * @param recordSpawnSites whether each task remembers the call that spawned it
 * @param monitor what is done about workers that do not come back from a poll
 */
public record Options(
        String name,
        int workers,
        Supplier<Driver> driverFactory,
        Clock clock,
        UncaughtHandler uncaughtHandler,
        int maxBlockingThreads,
        Duration blockingKeepAlive,
        boolean recordSpawnSites,
        MonitorOptions monitor) {

    /** The driver of every worker, unless a test says otherwise. */
    public static Driver newDriver() {
        return new NioDriver();
    }
}
