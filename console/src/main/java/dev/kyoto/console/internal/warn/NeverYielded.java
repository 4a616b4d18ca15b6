package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.console.internal.watch.TaskRecord;
import dev.kyoto.console.internal.watch.TaskRecord.Phase;
import java.util.List;
import java.util.function.Consumer;

/** A task that has been in its first poll for a second: it has an {@code await} too few. As long as tokio-console waits. */
final class NeverYielded implements Rule {
    private static final long LONG_NANOS = 1_000_000_000L;

    @Override
    public void check(RuntimeWatch watch, long now, Consumer<Warning> found) {
        for (TaskRecord task : watch.tasks().live()) {
            if (task.phase() == Phase.RUNNING && task.polls() == 1 && task.inPollSince(now) >= LONG_NANOS) {
                found.accept(new Warning(
                        Warning.Kind.NEVER_YIELDED,
                        task.id(),
                        watch.tasks().nameOf(task),
                        (task.isSeenFromStart() ? "It has been in its first poll for " : "It has been in one poll for ")
                                + Words.seconds(task.inPollSince(now)) + ", and holds worker " + task.worker()
                                + " all that time. It is " + watch.tasks().siteOf(task) + ".",
                        List.of()));
            }
        }
    }
}
