package dev.kyoto.jfr;

import dev.kyoto.Runtime;
import dev.kyoto.task.Listening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The runtimes that are listened to: all that are open while a recording has any of the events on, and none else. So events that
 * are off cost nothing, as long as they all are.
 *
 * <p>The flight recorder tells when a recording changes its state, not when a setting of one that runs is changed: that is
 * noticed with the next recording, or the next runtime.
 */
final class ListeningRuntimes {
    /** For those who want to hear of workers, of whom everybody hears, and not of tasks. */
    private static final int HARDLY_ANY_TASK = 1 << 30;

    /** Guarded by this. */
    private final Map<Runtime, Listening> listening = new HashMap<>();

    /** Adds and removes listeners as the recordings of this moment want it. */
    synchronized void look() {
        boolean tasks = KyotoEvents.areTaskEventsOn();
        List<Runtime> open = tasks || KyotoEvents.isBlockedWorkerOn() ? Runtime.open() : List.of();
        listening.entrySet().removeIf(entry -> {
            boolean over = !open.contains(entry.getKey());
            if (over) {
                entry.getValue().close();
            }
            return over;
        });
        int oneOf = tasks ? 1 : HARDLY_ANY_TASK;
        for (Runtime runtime : open) {
            Listening present = listening.get(runtime);
            if (present == null) {
                listening.put(runtime, runtime.addListener(new RuntimeEvents(runtime.toString()), oneOf));
            } else if (present.oneOf() != oneOf) {
                present.sample(oneOf);
            }
        }
    }

    synchronized boolean include(Runtime runtime) {
        return listening.containsKey(runtime);
    }
}
