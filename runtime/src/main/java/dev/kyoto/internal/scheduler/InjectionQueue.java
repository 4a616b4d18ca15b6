package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * The queue that all workers share: tasks woken or spawned by other threads, and what overflows from the workers' rings.
 * A chain under a lock; the size is read without it, so that workers pass by an empty queue at the cost of a load.
 *
 * <p>Once closed it takes no more tasks: they are in the task list, from which the shutdown drops them.
 */
final class InjectionQueue {
    private final TaskChain tasks = new TaskChain();
    private boolean closed;

    /** Written under the lock. */
    private volatile int size;

    /** Tasks that came here so far. Written under the lock. */
    private volatile long pushes;

    void push(Task<?> task) {
        synchronized (tasks) {
            if (!closed) {
                tasks.add(task);
                size = tasks.size();
                pushes++;
            }
        }
    }

    void pushAll(TaskChain chain) {
        synchronized (tasks) {
            if (!closed) {
                pushes += chain.size();
                tasks.addAll(chain);
                size = tasks.size();
            }
        }
    }

    @Nullable Task<?> poll() {
        if (size == 0) {
            return null;
        }
        synchronized (tasks) {
            Task<?> task = tasks.poll();
            size = tasks.size();
            return task;
        }
    }

    /** Moves up to {@code most} tasks to {@code target}. */
    void pollInto(TaskChain target, int most) {
        synchronized (tasks) {
            for (int i = 0; i < most; i++) {
                Task<?> task = tasks.poll();
                if (task == null) {
                    break;
                }
                target.add(task);
            }
            size = tasks.size();
        }
    }

    long pushes() {
        return pushes;
    }

    int size() {
        return size;
    }

    /** Closes the queue and forgets what is in it. */
    void close() {
        synchronized (tasks) {
            closed = true;
            while (tasks.poll() != null) {
                continue;
            }
            size = 0;
        }
    }
}
