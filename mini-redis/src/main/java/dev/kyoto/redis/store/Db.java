package dev.kyoto.redis.store;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.Decimal;
import dev.kyoto.redis.protocol.ErrorReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keyspace: strings by key, some of which end at a deadline. Every method is atomic: one lock guards the table and the
 * deadlines, is held for the few steps of one command, and never across a wait.
 *
 * <p>A key whose deadline has passed is gone for every method, whether or not its memory was freed already; that happens
 * when somebody asks for it, or in {@link #purge}.
 */
public final class Db {
    /** The deadline of keys that stay until they are deleted. */
    public static final long NO_DEADLINE = Entry.NEVER;

    /** Buckets that a scan looks at for each key it was asked for, when they are empty. Redis's figure. */
    private static final int BUCKETS_PER_KEY = 10;

    private final LongSupplier clock;
    private final Runnable onEarlierDeadline;

    private final Object lock = new Object();
    private Dict dict = new Dict();
    private final Deadlines deadlines = new Deadlines();
    private long hits;
    private long misses;
    private long expired;

    /**
     * @param clock milliseconds since 1970
     * @param onEarlierDeadline called, without a lock, when {@link #nextDeadline()} has become an earlier one
     */
    public Db(LongSupplier clock, Runnable onEarlierDeadline) {
        this.clock = clock;
        this.onEarlierDeadline = onEarlierDeadline;
    }

    // ---- values

    public @Nullable Bytes get(Bytes key) {
        synchronized (lock) {
            return read(key);
        }
    }

    /** The values of {@code keys} at one moment; null where there is none. */
    public @Nullable Bytes[] getAll(Bytes[] keys) {
        @Nullable Bytes[] values = new Bytes[keys.length];
        synchronized (lock) {
            for (int i = 0; i < keys.length; i++) {
                values[i] = read(keys[i]);
            }
        }
        return values;
    }

    /** Sets a key that has no deadline afterwards. */
    public void set(Bytes key, Bytes value) {
        synchronized (lock) {
            put(key, value);
        }
    }

    /**
     * What a SET with options found and did.
     *
     * @param stored whether the condition held
     * @param previous the value before, or null if there was none
     */
    public record SetResult(boolean stored, @Nullable Bytes previous) {}

    public SetResult set(Bytes key, Bytes value, SetOptions options) {
        boolean earlier;
        SetResult result;
        synchronized (lock) {
            Entry entry = find(key);
            Bytes previous = entry == null ? null : entry.value();
            boolean stored = switch (options.when()) {
                case ALWAYS -> true;
                case IF_ABSENT -> entry == null;
                case IF_PRESENT -> entry != null;
            };
            long next = nextDeadline();
            if (stored) {
                long kept = options.keepDeadline() && entry != null ? entry.deadline : NO_DEADLINE;
                setDeadline(put(key, value), options.keepDeadline() ? kept : options.deadline());
            }
            earlier = nextDeadline() < next;
            result = new SetResult(stored, previous);
        }
        wakeIf(earlier);
        return result;
    }

    /** Sets all keys at one moment. */
    public void setAll(Bytes[] keysAndValues) {
        synchronized (lock) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                put(keysAndValues[i], keysAndValues[i + 1]);
            }
        }
    }

    public @Nullable Bytes getAndDelete(Bytes key) {
        synchronized (lock) {
            Bytes value = read(key);
            delete(key);
            return value;
        }
    }

    /**
     * Adds to a number, which is 0 where there is none, and returns the sum.
     *
     * @throws ErrorReply if the value is no integer or the sum does not fit a long
     */
    public long add(Bytes key, long amount) throws ErrorReply {
        synchronized (lock) {
            Entry entry = find(key);
            long before = entry == null ? 0 : number(entry.value());
            long sum = before + amount;
            if (((before ^ sum) & (amount ^ sum)) < 0) {
                throw new ErrorReply("ERR increment or decrement would overflow");
            }
            Bytes value = Decimal.toBytes(sum);
            if (entry == null) {
                dict.add(new Entry(key, value));
            } else {
                entry.setValue(value);
            }
            return sum;
        }
    }

    private static long number(Bytes value) throws ErrorReply {
        try {
            return value.toLong();
        } catch (NumberFormatException e) {
            throw ErrorReply.notAnInteger();
        }
    }

    /**
     * Appends to a value, which is empty where there is none, and returns the new length.
     *
     * @throws ErrorReply if the value would have more than {@code longest} bytes
     */
    public int append(Bytes key, Bytes more, int longest) throws ErrorReply {
        synchronized (lock) {
            Entry entry = find(key);
            int length = entry == null ? 0 : entry.value().length();
            if ((long) length + more.length() > longest) {
                throw new ErrorReply("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
            }
            if (entry == null) {
                dict.add(new Entry(key, more));
            } else {
                entry.append(more);
            }
            return length + more.length();
        }
    }

    // ---- keys

    /** How many of {@code keys} were there and are deleted now. */
    public int deleteAll(Bytes[] keys) {
        synchronized (lock) {
            int deleted = 0;
            for (Bytes key : keys) {
                deleted += delete(key) ? 1 : 0;
            }
            return deleted;
        }
    }

    /** How many of {@code keys} are there; one that is named twice counts twice. */
    public int count(Bytes[] keys) {
        synchronized (lock) {
            int found = 0;
            for (Bytes key : keys) {
                found += find(key) == null ? 0 : 1;
            }
            return found;
        }
    }

    public boolean contains(Bytes key) {
        synchronized (lock) {
            return find(key) != null;
        }
    }

    /** Sets a key's deadline, if it is there and the condition holds; a deadline that has passed deletes it. */
    public boolean expireAt(Bytes key, long deadline, ExpireCondition condition) {
        boolean earlier;
        synchronized (lock) {
            Entry entry = find(key);
            if (entry == null || !condition.allows(entry.deadline, deadline)) {
                return false;
            }
            long next = nextDeadline();
            setDeadline(entry, deadline);
            earlier = nextDeadline() < next;
        }
        wakeIf(earlier);
        return true;
    }

    /** Takes a key's deadline back; false if it had none. */
    public boolean persist(Bytes key) {
        synchronized (lock) {
            Entry entry = find(key);
            if (entry == null || entry.deadline == NO_DEADLINE) {
                return false;
            }
            deadlines.set(entry, NO_DEADLINE);
            return true;
        }
    }

    /** When a key ends: milliseconds since 1970, {@link #NO_DEADLINE}, or null if it is not there. */
    public @Nullable Long deadline(Bytes key) {
        synchronized (lock) {
            Entry entry = find(key);
            return entry == null ? null : entry.deadline;
        }
    }

    /**
     * One step of a walk through all keys.
     *
     * @param cursor where to go on, or 0 when the walk is over
     */
    public record ScanPage(long cursor, List<Bytes> keys) {}

    /**
     * Makes one step of a walk through all keys, which returns each key that is there all the while, exactly once, whatever
     * else changes in between.
     *
     * @param cursor 0, or the cursor of the step before; a walk ends at once for a number that no step returned
     * @param count about how many keys are wanted; there may be more, fewer or none
     */
    public ScanPage scan(long cursor, int count) {
        if (cursor < 0 || cursor > Dict.LARGEST_CURSOR) {
            return new ScanPage(0, List.of());
        }
        List<Bytes> keys = new ArrayList<>();
        long at = cursor;
        synchronized (lock) {
            long now = clock.getAsLong();
            Consumer<Entry> visitor = entry -> {
                if (entry.deadline > now) {
                    keys.add(entry.key);
                }
            };
            long buckets = (long) count * BUCKETS_PER_KEY;
            do {
                at = dict.walk(at, visitor);
            } while (at != 0 && keys.size() < count && --buckets > 0);
        }
        return new ScanPage(at, keys);
    }

    /** How many keys there are, counting those that have ended and were not purged yet. */
    public int size() {
        synchronized (lock) {
            return dict.size();
        }
    }

    public void clear() {
        synchronized (lock) {
            dict = new Dict();
            deadlines.clear();
        }
    }

    // ---- expiry

    /** When the next key ends: milliseconds since 1970, or {@link #NO_DEADLINE}. */
    public long nextDeadline() {
        synchronized (lock) {
            Entry earliest = deadlines.earliest();
            return earliest == null ? NO_DEADLINE : earliest.deadline;
        }
    }

    /** Frees keys that have ended, {@code most} of them at most; returns how many. */
    public int purge(int most) {
        synchronized (lock) {
            long now = clock.getAsLong();
            int purged = 0;
            for (Entry entry = deadlines.earliest();
                    entry != null && entry.deadline <= now && purged < most;
                    entry = deadlines.earliest()) {
                expire(entry);
                purged++;
            }
            return purged;
        }
    }

    /**
     * Counters since the start.
     *
     * @param keys keys now
     * @param withDeadline keys now that have a deadline
     * @param hits reads that found a key
     * @param misses reads that found none
     * @param expired keys that ended
     */
    public record Statistics(int keys, int withDeadline, long hits, long misses, long expired) {}

    public Statistics statistics() {
        synchronized (lock) {
            return new Statistics(dict.size(), deadlines.size(), hits, misses, expired);
        }
    }

    // ---- under the lock

    private @Nullable Bytes read(Bytes key) {
        Entry entry = find(key);
        if (entry == null) {
            misses++;
            return null;
        }
        hits++;
        return entry.value();
    }

    private @Nullable Entry find(Bytes key) {
        Entry entry = dict.get(key);
        if (entry != null && entry.deadline != NO_DEADLINE && entry.deadline <= clock.getAsLong()) {
            expire(entry);
            return null;
        }
        return entry;
    }

    private Entry put(Bytes key, Bytes value) {
        Entry entry = dict.get(key);
        if (entry == null) {
            entry = new Entry(key, value);
            dict.add(entry);
        } else {
            entry.setValue(value);
            deadlines.set(entry, NO_DEADLINE);
        }
        return entry;
    }

    private void setDeadline(Entry entry, long deadline) {
        if (deadline <= clock.getAsLong()) {
            remove(entry);
        } else {
            deadlines.set(entry, deadline);
        }
    }

    private boolean delete(Bytes key) {
        Entry entry = find(key);
        if (entry == null) {
            return false;
        }
        remove(entry);
        return true;
    }

    private void expire(Entry entry) {
        expired++;
        remove(entry);
    }

    private void remove(Entry entry) {
        deadlines.set(entry, NO_DEADLINE);
        dict.remove(entry);
    }

    private void wakeIf(boolean earlier) {
        if (earlier) {
            onEarlierDeadline.run();
        }
    }
}
