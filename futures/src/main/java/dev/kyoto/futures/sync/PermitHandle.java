package dev.kyoto.futures.sync;

import dev.kyoto.futures.Resource;
import dev.kyoto.futures.ResourceHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Permits that are out, to be returned by closing: what a lock's guard is, and a semaphore's permit. Thread-safe: whoever takes
 * some out of the count, by one atomic operation, is the one who returns them. Who ends this takes all in the same operation,
 * so the end is in the count too, and the {@link Handle} is left with the leak detector.
 */
abstract sealed class PermitHandle extends Handle implements ResourceHandle
        permits Mutex.Guard, RwLock.ReadGuard, RwLock.WriteGuard, Semaphore.Permit {
    /** In the place of the count, of what was closed, forgotten or merged. */
    static final int ENDED = -1;

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(PermitHandle.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Permits permits;

    /** What this stands for, or {@link #ENDED}. */
    private volatile int count;

    PermitHandle(Permits permits, int count) {
        this.permits = permits;
        COUNT.set(this, count); // nobody else has seen this yet
    }

    @Override
    final boolean isOpen() {
        return count != ENDED;
    }

    /** How many this stands for. */
    final int held() {
        return Math.max(count, 0);
    }

    /** Ends this and takes all out: how many, or {@link #ENDED} if it had ended. */
    final int endAndTake() {
        int before = (int) COUNT.getAndSet(this, ENDED);
        if (before != ENDED) {
            permits.disowned();
        }
        endWatch();
        return before;
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
        while (true) {
            int seen = count;
            if (seen == ENDED) {
                permits.release(more);
                return;
            }
            if (COUNT.compareAndSet(this, seen, seen + more)) {
                return;
            }
        }
    }

    /** What this is a right to. */
    abstract AcquiringHandle.Kind kind();

    /** {@inheritDoc} */
    @Override
    public final @Nullable Resource resource() {
        int held = this.count;
        if (held == ENDED) {
            return null;
        }
        return switch (kind()) {
            case MUTEX -> Resource.lock("Mutex", permits, "", 0);
            case READ -> Resource.lock("RwLock", permits, "for reading", 0);
            case WRITE -> Resource.lock("RwLock", permits, "for writing", 0);
            case SEMAPHORE -> Resource.of("Semaphore", permits, held + (held == 1 ? " permit" : " permits"));
        };
    }

    /** Returns what this stands for; those who wait get it first. Closing twice does nothing. */
    @Override
    public final void close() {
        int held = endAndTake();
        if (held != ENDED) {
            permits.release(held);
        }
    }
}
