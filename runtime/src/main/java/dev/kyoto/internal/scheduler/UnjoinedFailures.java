package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.task.Joinable;
import dev.kyoto.internal.time.Timers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Failed tasks that nobody was waiting for when they failed. A handle may still be joined, so they get a grace period; then
 * the failure is reported, since a handle that is merely forgotten never says so. Who joins later still gets the failure.
 */
final class UnjoinedFailures {
    /** Long enough for code that spawns several tasks and then joins them, short enough for somebody reading the log. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Set<Joinable<?>> tasks = ConcurrentHashMap.newKeySet();

    /** No timer fires any more. Raised before the set is emptied, read after it was added to: one of the two reports. */
    private volatile boolean ended;

    void add(Joinable<?> task, Timers timers) {
        tasks.add(task);
        if (ended) {
            reportAll(); // blocking code that outlived the workers
            return;
        }
        timers.schedule(GRACE, () -> {
            if (tasks.remove(task)) {
                task.reportUnlessJoined();
            }
        });
    }

    /** The end of the workers: no more grace. */
    void end() {
        ended = true;
        reportAll();
    }

    private void reportAll() {
        for (Joinable<?> task : tasks) {
            if (tasks.remove(task)) {
                task.reportUnlessJoined();
            }
        }
    }
}
