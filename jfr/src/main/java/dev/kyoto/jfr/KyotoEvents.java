package dev.kyoto.jfr;

import jdk.jfr.EventType;

/** Which of the events are on, in all recordings together. Loaded once the flight recorder is at work: to ask wakes it. */
final class KyotoEvents {
    static final EventType TASK_SPAWN = EventType.getEventType(TaskSpawnEvent.class);
    static final EventType TASK_POLL = EventType.getEventType(TaskPollEvent.class);
    static final EventType BUDGET_YIELD = EventType.getEventType(BudgetYieldEvent.class);
    static final EventType HALFWAY_DROP = EventType.getEventType(HalfwayDropEvent.class);
    static final EventType BLOCKED_WORKER = EventType.getEventType(BlockedWorkerEvent.class);

    private KyotoEvents() {}

    /** Whether anybody wants to hear of tasks. */
    static boolean areTaskEventsOn() {
        return TASK_SPAWN.isEnabled() || TASK_POLL.isEnabled() || BUDGET_YIELD.isEnabled();
    }

    static boolean isBlockedWorkerOn() {
        return BLOCKED_WORKER.isEnabled();
    }
}
