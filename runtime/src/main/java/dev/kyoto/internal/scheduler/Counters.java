package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one worker counts, always. Written by the worker with plain arithmetic and opaque stores, which cost as much as an
 * ordinary field; read by anybody, a little late.
 */
public final class Counters {
    /** What is counted. */
    public enum Counter {
        /** Polls of tasks, those from the slot included. */
        POLLS,
        /** Polls of tasks that came through the LIFO slot. */
        SLOT_POLLS,
        /** Tasks taken from the injection queue. */
        INJECTED,
        /** Times that this worker stole from another. */
        STEALS,
        /** Times that this worker's own queue was full, and tasks went to the injection queue. */
        OVERFLOWS,
        /** Times that a task gave way because its budget was used up. */
        BUDGET_YIELDS,
        /** Nanoseconds awake, up to the last time that this worker went to sleep. */
        BUSY_NANOS,
        /** Times that this worker went to sleep. */
        PARKS,
        /** Times that this worker, asleep, was woken and found nothing to do. */
        IDLE_WAKES,
        /** Tasks spawned on this worker. */
        SPAWNS
    }

    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PADDING = 8;

    private final long[] values = new long[PADDING + Counter.values().length + PADDING];

    /** The worker only. */
    void increment(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long amount) {
        int index = PADDING + counter.ordinal();
        VALUES.setOpaque(values, index, values[index] + amount);
    }

    public long get(Counter counter) {
        return (long) VALUES.getOpaque(values, PADDING + counter.ordinal());
    }
}
