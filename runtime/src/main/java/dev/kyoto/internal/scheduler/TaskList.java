package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All tasks that have not ended: for the shutdown, which drops them, and for a dump. Spread over several locked lists by the
 * task's id, so that workers rarely meet at one.
 *
 * <p>Closing is per shard and under its lock: a task is either added before, and found by the shutdown, or refused.
 */
final class TaskList {
    /** Shards for each worker. Tokio's value. */
    private static final int SHARDS_PER_WORKER = 4;

    /** So many are read under the lock at a time: some ten microseconds. */
    private static final int PIECE = 512;

    /** So often the reading of one list begins anew because everything that was read is gone. */
    private static final int MOST_STARTS = 8;

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

    /**
     * All tasks that are there from the beginning to the end of this call, and perhaps some that come or go meanwhile; none
     * twice. The lists are read piece by piece, so that those who add and remove wait for a moment only.
     */
    List<Task<?>> read() {
        List<Task<?>> all = new ArrayList<>(size());
        for (Shard shard : shards) {
            List<Task<?>> found = new ArrayList<>();
            int starts = 0;
            int before;
            do {
                before = found.size();
                // Short-lived tasks could keep this at the beginning for ever: in the end all are read at once.
                starts += shard.readOn(found, starts <= MOST_STARTS ? PIECE : Integer.MAX_VALUE) ? 1 : 0;
            } while (found.size() > before);
            all.addAll(found);
        }
        return all;
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

        /**
         * Appends the next piece to what was read before, from the newest on. It goes on behind the last one read that is
         * still there: tasks keep their order, and new ones come in front. If none is left, all that is there is new to the
         * reader, and it begins anew.
         *
         * @return whether it began, the first time or anew
         */
        synchronized boolean readOn(List<Task<?>> found, int piece) {
            int last = found.size() - 1;
            while (last >= 0 && found.get(last).listPrevious == null) {
                last--;
            }
            Task<?> next = last < 0 ? first : found.get(last).listNext;
            for (int i = 0; i < piece && next != null; i++) {
                found.add(next);
                next = next.listNext;
            }
            return last < 0;
        }

        synchronized void close() {
            closed = true;
        }
    }
}
