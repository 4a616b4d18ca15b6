package dev.kyoto.console.internal.watch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records of the watched tasks by their ids: a hash table of a fixed size, so that whatever the program does, this does not
 * grow. Any thread may find and add, without a lock; one thread removes.
 *
 * <p>A record stands within {@value #REACH} places of where its hash points. There is no other order, so a place that became free
 * is taken again at once, and looking for a record means looking at all of its places. Those who tell of one task do it in turn;
 * only {@link #addUnlessThere} may come at the same time. Then both look again after they have added, so that at least one sees
 * the other, and the record of the one who tells stays.
 */
final class TaskTable {
    /** With at most half of all places taken, eight in a row are taken once in some hundred times, and then there is a gap next. */
    private static final int REACH = 16;

    /** Other bits than those that decide whether a task is watched. */
    private static final long HASH = 0xD1B54A32D192ED03L;

    private static final VarHandle PLACES = MethodHandles.arrayElementVarHandle(TaskRecord[].class);

    private final @Nullable TaskRecord[] places;
    private final int shift;
    private final LongAdder refused = new LongAdder();

    /** @param capacity a power of two: twice of what is to fit */
    TaskTable(int capacity) {
        places = new TaskRecord[capacity];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
    }

    private int start(long id) {
        return (int) ((id * HASH) >>> shift);
    }

    @Nullable TaskRecord find(long id) {
        int start = start(id);
        for (int i = 0; i < REACH; i++) {
            TaskRecord record = (TaskRecord) PLACES.getAcquire(places, start + i & places.length - 1);
            if (record != null && record.id() == id) {
                return record;
            }
        }
        return null;
    }

    /** False: there is no place, and the record was not added. */
    boolean add(TaskRecord record) {
        int start = start(record.id());
        for (int i = 0; i < REACH; i++) {
            int place = start + i & places.length - 1;
            if (PLACES.getOpaque(places, place) == null && PLACES.compareAndSet(places, place, null, record)) {
                return true;
            }
        }
        refused.increment();
        return false;
    }

    /** By who tells of a task that was not found: the record of somebody who discovered the task meanwhile gives way. */
    boolean addAndReplace(TaskRecord record) {
        boolean added = add(record);
        if (added) {
            removeOthers(record);
        }
        return added;
    }

    /** By anybody, of a task that was not found. */
    boolean addUnlessThere(TaskRecord record) {
        boolean added = add(record);
        if (added && hasOther(record)) {
            remove(record);
        }
        return added;
    }

    private boolean hasOther(TaskRecord record) {
        int start = start(record.id());
        for (int i = 0; i < REACH; i++) {
            TaskRecord other = (TaskRecord) PLACES.getVolatile(places, start + i & places.length - 1);
            if (other != null && other != record && other.id() == record.id()) {
                return true;
            }
        }
        return false;
    }

    private void removeOthers(TaskRecord record) {
        int start = start(record.id());
        for (int i = 0; i < REACH; i++) {
            TaskRecord other = (TaskRecord) PLACES.getVolatile(places, start + i & places.length - 1);
            if (other != null && other != record && other.id() == record.id()) {
                remove(other);
            }
        }
    }

    private void remove(TaskRecord record) {
        int start = start(record.id());
        for (int i = 0; i < REACH; i++) {
            PLACES.compareAndSet(places, start + i & places.length - 1, record, null);
        }
    }

    /** How many found no place so far. */
    long refused() {
        return refused.sum();
    }

    /** The console's thread: takes out what {@code unwanted} says, and hands it on. */
    void removeIf(Predicate<TaskRecord> unwanted, Consumer<TaskRecord> removed) {
        for (int i = 0; i < places.length; i++) {
            TaskRecord record = (TaskRecord) PLACES.getAcquire(places, i);
            if (record != null && unwanted.test(record)) {
                if (PLACES.compareAndSet(places, i, record, null)) {
                    removed.accept(record);
                }
            }
        }
    }

    /** All records that there are at the moment, or at one. */
    List<TaskRecord> all() {
        List<TaskRecord> all = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            TaskRecord record = (TaskRecord) PLACES.getAcquire(places, i);
            if (record != null) {
                all.add(record);
            }
        }
        return all;
    }
}
