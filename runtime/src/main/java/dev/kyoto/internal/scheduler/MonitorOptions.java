package dev.kyoto.internal.scheduler;

import dev.kyoto.task.BlockedWorker;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What the {@link Monitor} goes by.
 *
 * @param threshold how long a worker may be in one poll before it is reported, and its post looked after by others
 * @param spareAfter how long it may be there before another worker takes its post
 * @param maxSpares the most workers beyond those of the runtime
 * @param listener hears of each blocked worker, and of the end of it
 * @param automatic whether a thread looks; false for tests, which call {@link Monitor#look} themselves
 */
public record MonitorOptions(
        Duration threshold, Duration spareAfter, int maxSpares, Consumer<BlockedWorker> listener, boolean automatic) {}
