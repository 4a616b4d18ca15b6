package dev.kyoto.redis.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries that end, earliest first: a binary heap in which each entry knows its place, so that a deadline is changed or
 * taken back in O(log n) without searching and without garbage. Guarded by the lock of the {@link Db}.
 */
final class Deadlines {
    private Entry[] heap = new Entry[16];
    private int size;

    int size() {
        return size;
    }

    @Nullable Entry earliest() {
        return size == 0 ? null : heap[0];
    }

    /** Sets when {@code entry} ends; {@link Entry#NEVER} takes it out. */
    void set(Entry entry, long deadline) {
        if (entry.deadline == deadline) {
            return;
        }
        if (entry.deadline == Entry.NEVER) {
            add(entry);
        }
        entry.deadline = deadline;
        if (deadline == Entry.NEVER) {
            remove(entry);
        } else {
            restore(entry);
        }
    }

    void clear() {
        heap = new Entry[16];
        size = 0;
    }

    private void add(Entry entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        put(entry, size++);
    }

    /** Fills the entry's place with the last one. */
    @SuppressWarnings("NullAway") // slots at and behind size are empty
    private void remove(Entry entry) {
        Entry last = heap[--size];
        heap[size] = null;
        if (last != entry) {
            put(last, entry.deadlineIndex);
            restore(last);
        }
        if (size < heap.length / 4 && heap.length > 16) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    /** Moves {@code entry} to where its deadline belongs. */
    private void restore(Entry entry) {
        siftUp(entry);
        siftDown(entry);
    }

    private void siftUp(Entry entry) {
        int i = entry.deadlineIndex;
        while (i > 0 && heap[(i - 1) / 2].deadline > entry.deadline) {
            put(heap[(i - 1) / 2], i);
            i = (i - 1) / 2;
        }
        put(entry, i);
    }

    private void siftDown(Entry entry) {
        int i = entry.deadlineIndex;
        while (true) {
            int child = 2 * i + 1;
            if (child + 1 < size && heap[child + 1].deadline < heap[child].deadline) {
                child++;
            }
            if (child >= size || heap[child].deadline >= entry.deadline) {
                break;
            }
            put(heap[child], i);
            i = child;
        }
        put(entry, i);
    }

    private void put(Entry entry, int index) {
        heap[index] = entry;
        entry.deadlineIndex = index;
    }
}
