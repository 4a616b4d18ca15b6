package dev.kyoto.benchmarks.peer;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;

import dev.kyoto.futures.Future;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** A great many tasks that sleep: how long beyond their sleep they take, and what memory they hold. */
final class Sleeping {
    private static final Duration SLEEP = Duration.ofSeconds(10);

    private Sleeping() {}

    /** Nanoseconds beyond the sleep, the spawning included. */
    static Future<Long> timeOver(int tasks) {
        return async(() -> {
            long begin = System.nanoTime();
            var countdown = new Countdown(tasks);
            for (int i = 0; i < tasks; i++) {
                spawn(() -> {
                    sleep(SLEEP).await();
                    countdown.count();
                });
            }
            countdown.done().await();
            return System.nanoTime() - begin - SLEEP.toNanos();
        });
    }

    /** Bytes of live heap more than before, once all tasks sleep. */
    static Future<Long> heap(int tasks) {
        return async(() -> {
            long before = live();
            var countdown = new Countdown(tasks);
            for (int i = 0; i < tasks; i++) {
                spawn(() -> {
                    countdown.count();
                    sleep(Duration.ofHours(1)).await();
                });
            }
            countdown.done().await();
            sleep(Duration.ofMillis(200)).await();
            return live() - before;
        });
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
