package dev.kyoto.internal.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries by their deadlines: a binary heap of which each entry knows its place, so that any one can be moved or removed in
 * logarithmic time. Entries of the same deadline are in the order in which it was given to them.
 *
 * <p>Not the {@link TimerWheel}, which needs a lock and rounds to ticks: a queue belongs to one task, and has at most as many
 * deadlines as that task looks after.
 */
final class DeadlineHeap<E extends DeadlineHeap.Entry> {
    private static final int FIRST_CAPACITY = 16;

    /** Something with a deadline, in one heap at most. */
    abstract static class Entry {
        private static final int NOWHERE = -1;

        private long deadline;

        /** Tells entries of the same deadline apart. */
        private long order;

        private int index = NOWHERE;

        final long deadline() {
            return deadline;
        }

        final boolean isQueued() {
            return index != NOWHERE;
        }

        private boolean isBefore(Entry other) {
            return deadline < other.deadline || deadline == other.deadline && order < other.order;
        }
    }

    private @Nullable Entry[] entries = new Entry[FIRST_CAPACITY];
    private int size;
    private long nextOrder;

    int size() {
        return size;
    }

    /** The entry with the earliest deadline, or null. */
    @SuppressWarnings("unchecked") // every entry came through set
    @Nullable E first() {
        return (E) entries[0];
    }

    /** Gives {@code entry} that deadline, and adds it if it is not in the heap. */
    void set(E entry, long deadline) {
        Entry moved = entry;
        moved.deadline = deadline;
        moved.order = nextOrder++;
        if (moved.index == Entry.NOWHERE) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, 2 * size);
            }
            place(moved, size++);
        }
        restore(moved);
    }

    /** Removes an entry that is in the heap. */
    @SuppressWarnings("NullAway") // there are entries up to the size
    void remove(E entry) {
        Entry removed = entry;
        int gap = removed.index;
        removed.index = Entry.NOWHERE;
        size--;
        Entry last = entries[size];
        entries[size] = null;
        if (last != removed) {
            place(last, gap);
            restore(last);
        }
    }

    /** Removes all. */
    @SuppressWarnings("NullAway") // as above
    void clear() {
        for (int i = 0; i < size; i++) {
            entries[i].index = Entry.NOWHERE;
        }
        entries = new Entry[FIRST_CAPACITY];
        size = 0;
    }

    private void place(Entry entry, int index) {
        entries[index] = entry;
        entry.index = index;
    }

    /** Moves an entry up or down to where it belongs, if all others are there. */
    @SuppressWarnings("NullAway") // as above
    private void restore(Entry entry) {
        int index = entry.index;
        while (index > 0 && entry.isBefore(entries[(index - 1) / 2])) {
            place(entries[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        for (int child = earlierChild(index); child < size && entries[child].isBefore(entry); ) {
            place(entries[child], index);
            index = child;
            child = earlierChild(index);
        }
        place(entry, index);
    }

    /** Of the two children of a place, the one with the earlier deadline; the size or more, if there is none. */
    @SuppressWarnings("NullAway") // as above
    private int earlierChild(int index) {
        int child = 2 * index + 1;
        return child + 1 < size && entries[child + 1].isBefore(entries[child]) ? child + 1 : child;
    }
}
