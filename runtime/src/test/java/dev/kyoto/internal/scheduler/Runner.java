package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.Nullable;

/** A worker reduced to what it does with tasks: takes them from the queues and runs them. One thread at a time. */
final class Runner {
    private final TestTasks tasks;
    private final Worker worker;

    Runner(TestTasks tasks) {
        this.tasks = tasks;
        this.worker = tasks.worker(0);
    }

    /** Runs what is queued, at most {@code times}. Whether there was so much. */
    boolean run(int times) {
        for (int i = 0; i < times; i++) {
            Task<?> task = next();
            if (task == null) {
                return false;
            }
            task.run(worker);
        }
        return true;
    }

    /** Runs all that is queued. */
    void drain() {
        while (run(1)) {
            continue;
        }
    }

    private @Nullable Task<?> next() {
        Task<?> task = worker.ring().pop();
        return task != null ? task : tasks.scheduler.injection().poll();
    }
}
