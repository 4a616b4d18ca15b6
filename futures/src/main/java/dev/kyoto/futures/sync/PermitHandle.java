package dev.kyoto.futures.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Permits that are out, to be returned by closing: what a lock's guard is, and a semaphore's permit. Thread-safe: the guard's
 * count never changes; from a permit, which can be split and merged, whoever takes some out of the count, by one atomic
 * operation, is the one who returns them.
 */
abstract sealed class PermitHandle extends Handle
        permits Mutex.Guard, RwLock.ReadGuard, RwLock.WriteGuard, Semaphore.Permit {
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(PermitHandle.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Permits permits;
    private volatile int count;

    PermitHandle(Permits permits, int count) {
        this.permits = permits;
        this.count = count;
    }

    /** How many this stands for, unless it is a guard that has ended. */
    final int held() {
        return count;
    }

    /** What goes back, when this has ended. */
    int remainder() {
        return count;
    }

    /** Takes all out. */
    final int takeAll() {
        return (int) COUNT.getAndSet(this, 0);
    }

    /** Takes {@code wanted} out, if there are so many. */
    final boolean take(int wanted) {
        while (true) {
            int seen = count;
            if (seen < wanted) {
                return false;
            }
            if (COUNT.compareAndSet(this, seen, seen - wanted)) {
                return true;
            }
        }
    }

    /** Puts in what was taken out of another one; should this have ended meanwhile, it is returned. */
    final void put(int more) {
        COUNT.getAndAdd(this, more);
        if (!isOpen()) {
            permits.release(takeAll());
        }
    }

    /** Returns what this stands for; those who wait get it first. Closing twice does nothing. */
    @Override
    public final void close() {
        if (end()) {
            permits.release(remainder());
        }
    }
}
