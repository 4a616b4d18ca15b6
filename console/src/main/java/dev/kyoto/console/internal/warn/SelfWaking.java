package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.console.internal.watch.TaskRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A task that wakes itself more often than others do: it asks in a loop instead of waiting. The share is tokio-console's; what
 * counts is the last few seconds, and that it is often enough to matter.
 */
final class SelfWaking implements Rule {
    private static final long WINDOW_NANOS = 5_000_000_000L;

    /** In a window. Twenty a second cost nothing; a loop makes a hundred thousand. */
    private static final int OFTEN = 1_000;

    private final Map<Long, Window> windows = new HashMap<>();

    private record Window(long begun, int wakes, int selfWakes, boolean guilty) {}

    @Override
    public void check(RuntimeWatch watch, long now, Consumer<Warning> found) {
        Map<Long, Window> still = new HashMap<>();
        for (TaskRecord task : watch.tasks().live()) {
            int wakes = task.wakes();
            int selfWakes = task.selfWakes();
            if (selfWakes < OFTEN) {
                continue;
            }
            Window window = windows.getOrDefault(task.id(), new Window(now, wakes, selfWakes, false));
            int others = wakes - window.wakes() - (selfWakes - window.selfWakes());
            boolean guilty = window.guilty();
            if (now - window.begun() >= WINDOW_NANOS) {
                guilty = selfWakes - window.selfWakes() >= OFTEN && selfWakes - window.selfWakes() > others;
                window = new Window(now, wakes, selfWakes, guilty);
            }
            still.put(task.id(), window);
            if (guilty) {
                found.accept(new Warning(
                        Warning.Kind.SELF_WAKING,
                        task.id(),
                        watch.tasks().nameOf(task),
                        "Of its wakes, " + Math.min(100, Math.round(100.0 * selfWakes / Math.max(1, wakes)))
                                + " % are its own: it asks in a loop and waits for nothing. It is "
                                + watch.tasks().siteOf(task) + ".",
                        List.of()));
            }
        }
        windows.clear();
        windows.putAll(still);
    }
}
