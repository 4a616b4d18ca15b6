package dev.kyoto.benchmarks.peer;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.task.JoinHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks: spawned, joined, chained, yielding, and spawned from threads of no runtime. */
final class Spawning {
    private Spawning() {}

    static Future<@Nullable Void> spawnMany(int tasks) {
        return async(() -> {
            var countdown = new Countdown(tasks);
            for (int i = 0; i < tasks; i++) {
                spawn(() -> countdown.count());
            }
            countdown.done().await();
        });
    }

    static Future<@Nullable Void> spawnJoin(int tasks) {
        return async(() -> {
            var handles = new ArrayList<JoinHandle<@Nullable Void>>(tasks);
            for (int i = 0; i < tasks; i++) {
                handles.add(spawn(() -> {}));
            }
            for (var handle : handles) {
                handle.await();
            }
        });
    }

    static Future<@Nullable Void> spawnChain(int length) {
        return async(() -> {
            var countdown = new Countdown(1);
            link(length, countdown);
            countdown.done().await();
        });
    }

    private static void link(int length, Countdown done) {
        spawn(() -> {
            if (length == 1) {
                done.count();
            } else {
                link(length - 1, done);
            }
        });
    }

    static Future<@Nullable Void> yielding(int tasks, int yields) {
        return inTasks(
                tasks,
                () -> async(() -> {
                    for (int i = 0; i < yields; i++) {
                        yieldNow().await();
                    }
                }));
    }

    /** What each of many tasks does. */
    interface Job {
        Future<@Nullable Void> once();
    }

    static Future<@Nullable Void> inTasks(int tasks, Job job) {
        return async(() -> {
            List<JoinHandle<@Nullable Void>> handles = new ArrayList<>(tasks);
            for (int i = 0; i < tasks; i++) {
                handles.add(spawn(job.once()));
            }
            for (var handle : handles) {
                handle.await();
            }
        });
    }

    static Future<@Nullable Void> remoteSpawn(int threads, int tasks) {
        return async(() -> {
            var countdown = new Countdown(tasks);
            Runtime runtime = Runtime.current();
            for (int i = 0; i < threads; i++) {
                new Thread(() -> {
                            for (int task = 0; task < tasks / threads; task++) {
                                runtime.spawn(() -> countdown.count());
                            }
                        })
                        .start();
            }
            countdown.done().await();
        });
    }

    static Future<@Nullable Void> skynet() {
        return async(() -> {
            if (skynet(0, 1_000_000).await() != 499_999_500_000L) {
                throw new IllegalStateException("wrong sum");
            }
        });
    }

    private static Future<Long> skynet(long number, long size) {
        if (size == 1) {
            return ready(number);
        }
        return async(() -> {
            long share = size / 10;
            var children = new ArrayList<JoinHandle<Long>>(10);
            for (int child = 0; child < 10; child++) {
                children.add(spawn(skynet(number + child * share, share)));
            }
            long sum = 0;
            for (var child : children) {
                sum += child.await();
            }
            return sum;
        });
    }
}
