package dev.kyoto.benchmarks.peer;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.yieldNow;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.futures.sync.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tasks that take turns. */
final class Locks {
    private Locks() {}

    static Future<@Nullable Void> mutex(int tasks, int turns, boolean yields) {
        return async(() -> {
            var mutex = new Mutex();
            var counter = new Counter();
            Spawning.inTasks(
                            tasks,
                            () -> async(() -> {
                                for (int i = 0; i < turns; i++) {
                                    try (var guard = mutex.lock().await()) {
                                        counter.count++;
                                        if (yields) {
                                            yieldNow().await();
                                        }
                                    }
                                }
                            }))
                    .await();
            check(counter.count == (long) tasks * turns);
        });
    }

    static Future<@Nullable Void> semaphore(int tasks, int turns, int permits, boolean yields) {
        return async(() -> {
            var semaphore = new Semaphore(permits);
            var count = new AtomicLong();
            Spawning.inTasks(
                            tasks,
                            () -> async(() -> {
                                for (int i = 0; i < turns; i++) {
                                    try (var permit = semaphore.acquire().await()) {
                                        count.incrementAndGet();
                                        if (yields) {
                                            yieldNow().await();
                                        }
                                    }
                                }
                            }))
                    .await();
            check(count.get() == (long) tasks * turns);
        });
    }

    private static void check(boolean right) {
        if (!right) {
            throw new IllegalStateException("wrong count");
        }
    }

    private static final class Counter {
        long count;
    }
}
