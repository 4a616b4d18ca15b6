package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.Future;
import dev.kyoto.internal.task.TaskLabel;
import org.jspecify.annotations.Nullable;

/** The labels of the tasks that are spawned on one worker. Of those that one task spawns in a loop, there is one for all. */
final class ChildLabels {
    private final boolean recordSpawnSites;

    private @Nullable Object last;

    ChildLabels(boolean recordSpawnSites) {
        this.recordSpawnSites = recordSpawnSites;
    }

    /** @param parent the task that is being polled, if there is one */
    Object of(Future<?> future, @Nullable String name, @Nullable Task<?> parent) {
        Object label = TaskLabel.of(
                future,
                name,
                recordSpawnSites,
                parent == null ? null : parent.label(),
                parent == null ? 0 : parent.id(),
                last);
        if (label != last) {
            last = label;
        }
        return label;
    }
}
