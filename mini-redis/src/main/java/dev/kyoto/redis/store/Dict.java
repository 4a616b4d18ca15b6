package dev.kyoto.redis.store;

import dev.kyoto.redis.protocol.Bytes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hash table of the keyspace. Two things set it apart from {@link java.util.HashMap}: it can be walked in pieces while it
 * changes, and it grows in pieces.
 *
 * <p><b>Order.</b> The bucket of a hash is its <em>highest</em> bits. So the buckets, whatever their number, stand in the
 * order of the hashes, and a walk is at any time described by the lowest hash it has not visited. Growing or shrinking the
 * table in between moves no key across that mark: each key that is there from a walk's first step to its last is visited, and
 * exactly once. (Redis takes the lowest bits and counts its cursor in reversed ones to a like end, but may visit twice.)
 *
 * <p><b>Growth.</b> The table has twice its buckets as soon as it has more entries than buckets, and half when it has less
 * than one entry for eight. Entries move to the new array with each later change, a few buckets at a time, from the first on;
 * {@code moved} tells which array holds a hash, so that each key is looked for in one place. No change takes long,
 * however large the table, but for the one that allocates the new array.
 *
 * <p>Not thread-safe: guarded by the lock of the {@link Db}.
 */
final class Dict {
    /** The highest hash: where a walk can stand at most. */
    static final long LARGEST_CURSOR = 0xffff_ffffL;

    private static final int FEWEST_BITS = 4;
    private static final int MOST_BITS = 30;

    /**
     * Buckets moved at each change: more than one, so that a move ends long before the next can begin; and even, because two
     * buckets become one when the table shrinks, and a walk must find both halves in the same array.
     */
    private static final int MOVED_AT_A_TIME = 4;

    private @Nullable Entry[] buckets = new Entry[1 << FEWEST_BITS];
    private int bits = FEWEST_BITS;

    /** While moving: the array moved to; buckets below {@code moved} are empty in the old one. */
    private @Nullable Entry @Nullable [] target;

    private int targetBits;
    private int moved;

    private int size;

    int size() {
        return size;
    }

    @Nullable Entry get(Bytes key) {
        int hash = key.hashCode();
        Entry entry = array(hash)[index(hash)];
        while (entry != null && !(entry.key.hashCode() == hash && entry.key.equals(key))) {
            entry = entry.next;
        }
        return entry;
    }

    /** Adds an entry whose key is not there. */
    void add(Entry entry) {
        size++;
        resizeIfDue();
        move();
        int hash = entry.key.hashCode();
        link(entry, array(hash), index(hash));
    }

    /** Removes an entry that is there. */
    @SuppressWarnings("NullAway") // the entry is in its bucket
    void remove(Entry entry) {
        int hash = entry.key.hashCode();
        @Nullable Entry[] array = array(hash);
        int index = index(hash);
        Entry before = array[index];
        if (before == entry) {
            array[index] = entry.next;
        } else {
            while (before.next != entry) {
                before = before.next;
            }
            before.next = entry.next;
        }
        entry.next = null;
        size--;
        resizeIfDue();
        move();
    }

    /**
     * Visits the entries of one bucket whose hashes are {@code cursor} or above.
     *
     * @param cursor where the walk stands; 0 to begin
     * @return where to go on, or 0 when the walk is over
     */
    long walk(long cursor, Consumer<Entry> visitor) {
        int from = (int) cursor;
        for (Entry entry = array(from)[index(from)]; entry != null; entry = entry.next) {
            if (Integer.compareUnsigned(entry.key.hashCode(), from) >= 0) {
                visitor.accept(entry);
            }
        }
        int width = Integer.SIZE - (array(from) == target ? targetBits : bits);
        long next = ((cursor >>> width) + 1) << width;
        return next > LARGEST_CURSOR ? 0 : next;
    }

    // ---- where a hash belongs

    private @Nullable Entry[] array(int hash) {
        return target != null && (hash >>> (Integer.SIZE - bits)) < moved ? target : buckets;
    }

    private int index(int hash) {
        return hash >>> (Integer.SIZE - (array(hash) == target ? targetBits : bits));
    }

    private static void link(Entry entry, @Nullable Entry[] array, int index) {
        entry.next = array[index];
        array[index] = entry;
    }

    // ---- growing and shrinking

    private void resizeIfDue() {
        if (target != null) {
            return;
        }
        if (size > buckets.length && bits < MOST_BITS) {
            startMove(bits + 1);
        } else if (size < buckets.length / 8 && bits > FEWEST_BITS) {
            startMove(bits - 1);
        }
    }

    private void startMove(int newBits) {
        target = new Entry[1 << newBits];
        targetBits = newBits;
        moved = 0;
    }

    private void move() {
        @Nullable Entry[] to = target;
        if (to == null) {
            return;
        }
        int end = Math.min(moved + MOVED_AT_A_TIME, buckets.length);
        while (moved < end) {
            Entry entry = buckets[moved];
            buckets[moved++] = null;
            while (entry != null) {
                Entry next = entry.next;
                link(entry, to, entry.key.hashCode() >>> (Integer.SIZE - targetBits));
                entry = next;
            }
        }
        if (moved == buckets.length) {
            buckets = to;
            bits = targetBits;
            target = null;
        }
    }
}
