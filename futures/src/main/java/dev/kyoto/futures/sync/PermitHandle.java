package dev.kyoto.futures.sync;

/** Permits that are out, to be returned by closing: what a lock's guard is, and a semaphore's permit. Thread-safe. */
abstract sealed class PermitHandle extends Handle
        permits Mutex.Guard, RwLock.ReadGuard, RwLock.WriteGuard, Semaphore.Permit {
    final Permits permits;
    final int count;

    PermitHandle(Permits permits, int count) {
        this.permits = permits;
        this.count = count;
    }

    /** Returns what this stands for; those who wait get it first. Closing twice does nothing. */
    @Override
    public final void close() {
        if (end()) {
            permits.release(count);
        }
    }
}
