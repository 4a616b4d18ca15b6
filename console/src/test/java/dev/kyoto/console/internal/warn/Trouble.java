package dev.kyoto.console.internal.warn;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.pin;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Barrier;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.task.JoinHandle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Programs that deserve a warning each, and one that deserves none. */
public final class Trouble {
    private static final Duration LONG = Duration.ofHours(1);

    private Trouble() {}

    /** Holds its worker in its first poll until {@code end}. */
    public static JoinHandle<Void> neverYields(Runtime runtime, CountDownLatch end) {
        return runtime.spawn("never yields", cx -> {
            end.await();
            return Poll.ready(null);
        });
    }

    /** Asks again and again. */
    public static JoinHandle<Void> wakesItself(Runtime runtime) {
        return runtime.spawn("wakes itself", async(() -> {
            while (true) {
                yieldNow().await();
            }
        }));
    }

    /** Is pending, and tells nobody whom to wake. */
    public static JoinHandle<Void> losesItsWaker(Runtime runtime) {
        return runtime.spawn("loses its waker", async(() -> careless().await()));
    }

    private static Future<Void> careless() {
        return cx -> Poll.pending();
    }

    /** A task and another take two locks in different orders. */
    public static void deadlock(Runtime runtime) {
        Mutex left = new Mutex();
        Mutex right = new Mutex();
        Barrier bothHoldOne = new Barrier(2);
        runtime.spawn("left first", inOrder(left, right, bothHoldOne));
        runtime.spawn("right first", inOrder(right, left, bothHoldOne));
    }

    private static Future<Void> inOrder(Mutex first, Mutex second, Barrier bothHoldOne) {
        return async(() -> {
            try (var one = first.lock().await()) {
                bothHoldOne.arrive().await();
                try (var other = second.lock().await()) {
                    sleep(Duration.ofMillis(1)).await();
                }
            }
        });
    }

    /** A pinned future takes a lock, loses a race, and is not polled while its task waits for the same lock. */
    public static JoinHandle<Void> holdsALockUnpolled(Runtime runtime) {
        Mutex shared = new Mutex();
        return runtime.spawn("holds a lock unpolled", async(() -> {
            try (var working = pin(work(shared))) {
                select(working, sleep(Duration.ofMillis(20))).await();
                try (var again = shared.lock().await()) {
                    sleep(Duration.ofMillis(1)).await();
                }
            }
        }));
    }

    private static Future<Void> work(Mutex shared) {
        return async(() -> {
            try (var guard = shared.lock().await()) {
                sleep(LONG).await();
            }
        });
    }

    /** Starts tasks that never end. */
    public static void leak(Runtime runtime, int tasks) {
        for (int i = 0; i < tasks; i++) {
            runtime.spawn(forgotten());
        }
    }

    private static Future<Void> forgotten() {
        return async(() -> sleep(LONG).await());
    }

    /**
     * Many tasks that come and go, lock, sleep, yield now and then, and wait for each other: nothing is wrong with them.
     *
     * @param afterEach called when all that were there before have ended, again and again
     */
    public static JoinHandle<Void> healthy(Runtime runtime, Runnable afterEach) {
        Mutex lock = new Mutex();
        return runtime.spawn("healthy", async(() -> {
            while (true) {
                var one = spawn(healthyWork(lock));
                var other = spawn(healthyWork(lock));
                one.await();
                other.await();
                afterEach.run();
            }
        }));
    }

    private static Future<Void> healthyWork(Mutex lock) {
        return async(() -> {
            yieldNow().await();
            try (var guard = lock.lock().await()) {
                sleep(Duration.ofMillis(1)).await();
            }
        });
    }
}
