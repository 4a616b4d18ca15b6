package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.task.FailureSink;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.TaskInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to a runtime at one moment, and of which tasks. None can harm the scheduler, or keep the others from hearing.
 * Immutable: {@link Audience} puts another in its place when somebody comes or goes.
 */
final class Listeners {
    /** 2⁶⁴ divided by the golden ratio, whose multiples spread evenly, whatever the stride. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final RuntimeListener[] listeners;

    /** Of each listener: the leading bits of a task's hash that must be zero. */
    private final long[] masks;

    /** The bits that must be zero for anybody to hear of a task: each mask has these, and maybe more. */
    private final long commonMask;

    private final FailureSink failures;

    private Listeners(List<Audience.Listener> all, FailureSink failures) {
        this.listeners = new RuntimeListener[all.size()];
        this.masks = new long[all.size()];
        long common = -1;
        for (int i = 0; i < masks.length; i++) {
            listeners[i] = all.get(i).listener();
            masks[i] = maskOf(all.get(i).oneOf());
            common &= masks[i];
        }
        this.commonMask = common;
        this.failures = failures;
    }

    /** Null if there are none: then nobody asks again. */
    static @Nullable Listeners of(List<Audience.Listener> all, FailureSink failures) {
        return all.isEmpty() ? null : new Listeners(all, failures);
    }

    /** Those tasks whose hash has none of these bits are one in {@code oneOf}, a power of two. */
    private static long maskOf(int oneOf) {
        return oneOf == 1 ? 0 : -1L << (Long.SIZE - Integer.numberOfTrailingZeros(oneOf));
    }

    /**
     * Whether a task is among the one in {@code oneOf}. The number is hashed, since every other task of a program may be of one
     * kind; those of a coarser sample are also in each finer one.
     */
    static boolean isSampled(long task, int oneOf) {
        return isWithin(task, maskOf(oneOf));
    }

    private static boolean isWithin(long task, long mask) {
        return (task * GOLDEN & mask) == 0;
    }

    /** Whether anybody hears of this task. */
    boolean hearOf(long task) {
        return isWithin(task, commonMask);
    }

    void workerStarted(int worker) {
        tell((listener, subject, index) -> listener.workerStarted(index), worker, worker);
    }

    void workerStopped(int worker) {
        tell((listener, subject, index) -> listener.workerStopped(index), worker, worker);
    }

    void workerParking(int worker) {
        tell((listener, subject, index) -> listener.workerParking(index), worker, worker);
    }

    void workerUnparked(int worker) {
        tell((listener, subject, index) -> listener.workerUnparked(index), worker, worker);
    }

    void workerBlocked(BlockedWorker news) {
        tell((listener, subject, index) -> listener.workerBlocked(subject), news, 0);
    }

    void taskSpawned(TaskInfo task) {
        tellOf(task, (listener, subject, index) -> listener.taskSpawned(subject), 0);
    }

    void taskWoken(TaskInfo task, boolean bySelf) {
        if (bySelf) {
            tellOf(task, (listener, subject, index) -> listener.taskWoken(subject, true), 0);
        } else {
            tellOf(task, (listener, subject, index) -> listener.taskWoken(subject, false), 0);
        }
    }

    void budgetExhausted(TaskInfo task) {
        tellOf(task, (listener, subject, index) -> listener.budgetExhausted(subject), 0);
    }

    void wakerNotTaken(TaskInfo task) {
        tellOf(task, (listener, subject, index) -> listener.wakerNotTaken(subject), 0);
    }

    void pollStarted(int worker, TaskInfo task) {
        tellOf(task, (listener, subject, index) -> listener.pollStarted(index, subject), worker);
    }

    void pollEnded(int worker, TaskInfo task) {
        tellOf(task, (listener, subject, index) -> listener.pollEnded(index, subject), worker);
    }

    void taskEnded(TaskInfo task) {
        tellOf(task, (listener, subject, index) -> listener.taskEnded(subject), 0);
    }

    /** A method of the listener. It captures nothing, so that telling allocates nothing. */
    private interface Event<S> {
        void tell(RuntimeListener listener, S subject, int worker);
    }

    private <S> void tell(Event<S> event, S subject, int worker) {
        for (RuntimeListener listener : listeners) {
            tell(listener, event, subject, worker);
        }
    }

    private void tellOf(TaskInfo task, Event<TaskInfo> event, int worker) {
        long id = task.id();
        if (!hearOf(id)) {
            return;
        }
        for (int i = 0; i < listeners.length; i++) {
            if (isWithin(id, masks[i])) {
                tell(listeners[i], event, task, worker);
            }
        }
    }

    private <S> void tell(RuntimeListener listener, Event<S> event, S subject, int worker) {
        try {
            event.tell(listener, subject, worker);
        } catch (Throwable failure) {
            failures.reportUncaught("listener " + listener.getClass().getName(), failure);
        }
    }
}
