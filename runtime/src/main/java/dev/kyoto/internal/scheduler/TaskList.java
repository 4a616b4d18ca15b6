package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * All tasks that have not ended: for the shutdown, which drops them. Spread over several locked lists by the
 * task's id, so that workers rarely meet at one.
 *
 * <p>Closing is per shard and under its lock: a task is either added before, and found by the shutdown, or refused.
 */
final class TaskList {
    /** Shards for each worker. Tokio's value. */
    private static final int SHARDS_PER_WORKER = 4;

    private final Shard[] shards;
    private final int mask;

    TaskList(int workers) {
        int count = SHARDS_PER_WORKER * Math.max(1, Integer.highestOneBit(2 * workers - 1));
        shards = new Shard[count];
        for (int i = 0; i < count; i++) {
            shards[i] = new Shard();
        }
        mask = count - 1;
    }

    /** False: the list is closed, and the task was not added. */
    boolean add(Task<?> task) {
        return shards[(int) task.id() & mask].add(task);
    }

    /** Removes a task, unless {@link #pollAny} did so before. */
    void remove(Task<?> task) {
        shards[(int) task.id() & mask].remove(task);
    }

    void close() {
        for (Shard shard : shards) {
            shard.close();
        }
    }

    /** Takes any task out, looking from shard {@code start} on; null when there is none left. */
    @Nullable Task<?> pollAny(int start) {
        for (int i = 0; i < shards.length; i++) {
            Task<?> task = shards[(start + i) & mask].poll();
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    int size() {
        int size = 0;
        for (Shard shard : shards) {
            size += shard.size();
        }
        return size;
    }

    /** A doubly linked list through the tasks; a task that is in it has itself, or its neighbour, as previous. */
    private static final class Shard {
        private static final VarHandle SIZE;

        static {
            try {
                SIZE = MethodHandles.lookup().findVarHandle(Shard.class, "size", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private @Nullable Task<?> first;
        private boolean closed;

        /** Written under the lock; nobody is ordered by it, and a fence here would be paid twice for every task. */
        private int size;

        int size() {
            return (int) SIZE.getOpaque(this);
        }

        synchronized boolean add(Task<?> task) {
            if (closed) {
                return false;
            }
            task.listPrevious = task; // marks the first
            task.listNext = first;
            if (first != null) {
                first.listPrevious = task;
            }
            first = task;
            SIZE.setOpaque(this, size + 1);
            return true;
        }

        synchronized void remove(Task<?> task) {
            Task<?> previous = task.listPrevious;
            Task<?> next = task.listNext;
            if (previous == null) {
                return;
            }
            if (previous == task) {
                first = next;
            } else {
                previous.listNext = next;
            }
            if (next != null) {
                next.listPrevious = previous == task ? next : previous;
            }
            task.listPrevious = null;
            task.listNext = null;
            SIZE.setOpaque(this, size - 1);
        }

        synchronized @Nullable Task<?> poll() {
            Task<?> task = first;
            if (task != null) {
                remove(task);
            }
            return task;
        }

        synchronized void close() {
            closed = true;
        }
    }
}
