package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.Nullable;

/** Tasks strung together by their queue links: what moves to or from the injection queue in one go. Not thread-safe. */
final class TaskChain {
    private @Nullable Task<?> first;
    private @Nullable Task<?> last;
    private int size;

    void add(Task<?> task) {
        if (last == null) {
            first = task;
        } else {
            last.queueNext = task;
        }
        last = task;
        size++;
    }

    /** Takes the first task out, or returns null. */
    @Nullable Task<?> poll() {
        Task<?> task = first;
        if (task != null) {
            first = task.queueNext;
            task.queueNext = null;
            if (first == null) {
                last = null;
            }
            size--;
        }
        return task;
    }

    /** Appends all of {@code other}, which is empty afterwards. */
    void addAll(TaskChain other) {
        if (other.first == null) {
            return;
        }
        if (last == null) {
            first = other.first;
        } else {
            last.queueNext = other.first;
        }
        last = other.last;
        size += other.size;
        other.first = null;
        other.last = null;
        other.size = 0;
    }

    int size() {
        return size;
    }
}
