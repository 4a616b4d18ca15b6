package dev.kyoto.console.internal.watch;

import dev.kyoto.Runtime;
import dev.kyoto.dump.RuntimeDump;
import dev.kyoto.task.TaskInfo;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Dumps of a runtime, taken when they are asked for, and the same for all who ask within a second. */
public final class Dumps {
    /** Taken in about a tenth of a second, on a thread of the console. */
    private static final int MOST_TASKS = 5_000;

    private static final long FRESH_NANOS = 900_000_000L;

    private final Runtime runtime;
    private final LongPredicate isWatched;
    private final LongSupplier clock;
    private @Nullable RuntimeDump last;
    private long takenAt;
    private volatile long askedAt = Long.MIN_VALUE;

    Dumps(Runtime runtime, LongPredicate isWatched, LongSupplier clock) {
        this.runtime = runtime;
        this.isWatched = isWatched;
        this.clock = clock;
    }

    /** Of the watched tasks, and of these the oldest if there are many. */
    public synchronized RuntimeDump recent() {
        RuntimeDump dump = last;
        if (dump == null || clock.getAsLong() - takenAt > FRESH_NANOS) {
            dump = runtime.dump(MOST_TASKS, task -> isWatched.test(task.id()));
            last = dump;
            takenAt = clock.getAsLong();
        }
        return dump;
    }

    /** Of one task. */
    public RuntimeDump of(long id) {
        return runtime.dump(1, (TaskInfo task) -> task.id() == id);
    }

    /** Somebody looks at the console. */
    public void somebodyLooks() {
        askedAt = clock.getAsLong();
    }

    /** Whether somebody has looked within {@code nanos}: else nobody would see what a dump is taken for. */
    public boolean isLookedAt(long nanos) {
        return askedAt != Long.MIN_VALUE && clock.getAsLong() - askedAt < nanos;
    }
}
