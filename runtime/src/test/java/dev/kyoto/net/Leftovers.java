package dev.kyoto.net;

import static dev.kyoto.Kyoto.yieldNow;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeMetrics.DriverMetrics;

/** What a runtime still holds. */
public final class Leftovers {
    private Leftovers() {}

    /** Waits until {@code runtime} has no task, and watches no channel. A leak stays, and the test hangs. */
    public static void awaitNone(Runtime runtime) throws Exception {
        while (runtime.metrics().liveTasks() > 0 || watched(runtime) > 0) {
            runtime.blockOn(yieldNow());
        }
    }

    /** Waits until {@code runtime} watches so many channels: a task that was woken has first to run to its next wait. */
    public static void awaitWatched(Runtime runtime, int channels) throws Exception {
        while (watched(runtime) != channels) {
            runtime.blockOn(yieldNow());
        }
    }

    /** How many channels are registered. */
    private static int watched(Runtime runtime) {
        return runtime.metrics().drivers().stream()
                .mapToInt(DriverMetrics::channels)
                .sum();
    }
}
