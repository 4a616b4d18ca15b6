package dev.kyoto.internal.task;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The numbers of tasks: unique in the process. A worker takes them in blocks, so that spawning shares no cache line between
 * workers; therefore they are neither dense nor in order of time. One object belongs to one worker and is not thread-safe.
 */
public final class TaskIds {
    /** So rarely does a worker go to the shared counter. */
    private static final int BLOCK = 1024;

    private static final AtomicLong NEXT = new AtomicLong(1);

    private long next;
    private long end;

    /** The owner only. */
    public long next() {
        if (next == end) {
            next = NEXT.getAndAdd(BLOCK);
            end = next + BLOCK;
        }
        return next++;
    }

    /** For a task that no worker makes. Any thread. */
    public static long single() {
        return NEXT.getAndIncrement();
    }
}
