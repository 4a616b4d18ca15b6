package dev.kyoto.console.internal.watch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What each worker is at: which watched task it polls, and for how long it was awake. The places of a worker are written by it
 * alone, with opaque stores, a cache line apart from those of the others; read by anybody.
 */
public final class Workers {
    /** Nobody has more; spare workers beyond it are not looked at. */
    static final int MOST = 256;

    /** Elements of a cache line and its neighbour, which processors fetch with it. */
    private static final int STRIDE = 32;

    private static final int AWAKE_NANOS = 0;
    private static final int AWAKE_SINCE = 1;
    private static final int STATE = 2;
    private static final int POLLS = 3;

    private static final long UNKNOWN = 0;
    private static final long AWAKE = 1;
    private static final long ASLEEP = 2;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle RECORDS = MethodHandles.arrayElementVarHandle(TaskRecord[].class);

    private final LongSupplier clock;
    private final long[] times = new long[STRIDE * (MOST + 1)];
    private final @Nullable TaskRecord[] polled = new TaskRecord[STRIDE * (MOST + 1)];

    Workers(LongSupplier clock) {
        this.clock = clock;
    }

    void setPolled(int worker, @Nullable TaskRecord record) {
        if (worker < MOST) {
            RECORDS.setOpaque(polled, STRIDE * (worker + 1), record);
            if (record != null) {
                set(worker, POLLS, get(worker, POLLS) + 1);
            }
        }
    }

    /** The watched task that a worker polls; null if it polls none, or another. */
    public @Nullable TaskRecord polled(int worker) {
        return worker < MOST ? (TaskRecord) RECORDS.getOpaque(polled, STRIDE * (worker + 1)) : null;
    }

    /** How many polls of watched tasks were told. */
    long polls() {
        long polls = 0;
        for (int worker = 0; worker < MOST; worker++) {
            polls += get(worker, POLLS);
        }
        return polls;
    }

    void parking(int worker) {
        if (worker < MOST) {
            if (get(worker, STATE) == AWAKE) {
                set(worker, AWAKE_NANOS, get(worker, AWAKE_NANOS) + clock.getAsLong() - get(worker, AWAKE_SINCE));
            }
            set(worker, STATE, ASLEEP);
        }
    }

    void unparked(int worker) {
        if (worker < MOST) {
            set(worker, AWAKE_SINCE, clock.getAsLong());
            set(worker, STATE, AWAKE);
        }
    }

    /** Whether it has been heard of since the console came. */
    public boolean isKnown(int worker) {
        return worker < MOST && get(worker, STATE) != UNKNOWN;
    }

    public boolean isAwake(int worker) {
        return worker < MOST && get(worker, STATE) == AWAKE;
    }

    /** For how long the worker has been awake since it was first heard of, in nanoseconds. */
    public long awake(int worker, long now) {
        if (worker >= MOST) {
            return 0;
        }
        long before = get(worker, AWAKE_NANOS);
        return isAwake(worker) ? before + Math.max(0, now - get(worker, AWAKE_SINCE)) : before;
    }

    private long get(int worker, int which) {
        return (long) LONGS.getOpaque(times, STRIDE * (worker + 1) + which);
    }

    private void set(int worker, int which, long value) {
        LONGS.setOpaque(times, STRIDE * (worker + 1) + which, value);
    }
}
