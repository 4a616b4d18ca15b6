package dev.kyoto.internal.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The queue that all workers share: tasks woken or spawned by other threads, and what overflows from the workers' rings.
 * A chain under a lock; the size is read without it, so that workers pass by an empty queue at the cost of a load.
 *
 * <p>The size is released and not fenced off, as the tail of a worker's ring is: whoever adds a task has a fence in
 * {@link Idle#sleeperToWake} before it looks for sleepers.
 *
 * <p>Once closed it takes no more tasks: they are in the task list, from which the shutdown drops them.
 */
final class InjectionQueue {
    private static final VarHandle SIZE;
    private static final VarHandle PUSHES;

    static {
        try {
            SIZE = MethodHandles.lookup().findVarHandle(InjectionQueue.class, "size", int.class);
            PUSHES = MethodHandles.lookup().findVarHandle(InjectionQueue.class, "pushes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TaskChain tasks = new TaskChain();
    private boolean closed;

    /** Written under the lock. */
    private volatile int size;

    /** Tasks that came here so far. Written under the lock. */
    private long pushes;

    void push(Task<?> task) {
        synchronized (tasks) {
            if (!closed) {
                tasks.add(task);
                added(1);
            }
        }
    }

    void pushAll(TaskChain chain) {
        synchronized (tasks) {
            if (!closed) {
                int count = chain.size();
                tasks.addAll(chain);
                added(count);
            }
        }
    }

    @Nullable Task<?> poll() {
        if (size == 0) {
            return null;
        }
        synchronized (tasks) {
            Task<?> task = tasks.poll();
            soSize(tasks.size());
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
            soSize(tasks.size());
        }
    }

    private void added(int count) {
        soSize(tasks.size());
        PUSHES.setOpaque(this, pushes + count);
    }

    private void soSize(int size) {
        SIZE.setRelease(this, size);
    }

    long pushes() {
        return (long) PUSHES.getOpaque(this);
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
            soSize(0);
        }
    }
}
