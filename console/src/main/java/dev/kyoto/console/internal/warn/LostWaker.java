package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.console.internal.watch.TaskRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * A task that waits, though in its last poll nobody has asked for its waker: whoever should wake it has none, or an old one. A
 * future that is pending must have handed on the waker of that very poll, so this is never right, but for a task that is to wait
 * for ever.
 */
final class LostWaker implements Rule {
    private static final long LONG_NANOS = 2_000_000_000L;

    @Override
    public void check(RuntimeWatch watch, long now, Consumer<Warning> found) {
        for (TaskRecord task : watch.tasks().live()) {
            long waits = task.deafFor(now);
            if (waits >= LONG_NANOS) {
                found.accept(new Warning(
                        Warning.Kind.LOST_WAKER,
                        task.id(),
                        watch.tasks().nameOf(task),
                        "It waits, and in its last poll nobody has asked for its waker: nobody is known who will wake it. It is "
                                + watch.tasks().siteOf(task) + ".",
                        List.of()));
            }
        }
    }
}
