package dev.kyoto.redis.store;

import dev.kyoto.redis.protocol.Bytes;
import org.jspecify.annotations.Nullable;

/** One key of the {@link Dict} with its value and its deadline. Guarded by the lock of the {@link Db}. */
final class Entry {
    /** The deadline of an entry that stays until it is deleted. */
    static final long NEVER = Long.MAX_VALUE;

    final Bytes key;

    /** The next entry of the same bucket. */
    @Nullable Entry next;

    /** When the entry ends, in milliseconds since 1970; set through {@link Deadlines} only. */
    long deadline = NEVER;

    /** Where the entry stands in {@link Deadlines}. */
    int deadlineIndex;

    private Bytes value;

    /** The array behind the value when this entry made it with room to spare; bytes behind the value's length are free. */
    private byte @Nullable [] ownArray;

    Entry(Bytes key, Bytes value) {
        this.key = key;
        this.value = value;
    }

    Bytes value() {
        return value;
    }

    void setValue(Bytes value) {
        this.value = value;
        ownArray = null;
    }

    /**
     * Appends in place where there is room: values handed out before see their own length only, which is never written to
     * again. The room doubles, so that appending byte by byte costs linear time.
     */
    void append(Bytes more) {
        int length = value.length() + more.length();
        byte[] array = ownArray;
        if (array == null || array.length < length) {
            array = new byte[(int) Math.min(length * 2L, Integer.MAX_VALUE - 8)];
            value.copyTo(array, 0);
            ownArray = array;
        }
        more.copyTo(array, value.length());
        value = Bytes.wrap(array, length);
    }
}
