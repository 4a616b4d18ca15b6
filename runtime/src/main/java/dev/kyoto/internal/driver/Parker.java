package dev.kyoto.internal.driver;

/** Where one worker sleeps: it is woken by what its {@link Driver} hears, by the time, or by an unpark. */
public interface Parker {
    /**
     * Waits for readiness or an {@link #unpark()}; readiness is dispatched to wakers. A pending unpark makes it return at
     * once. Called by the parker's owner only; it may return early, so callers look at their condition again.
     *
     * @param timeoutNanos how long to wait at most; {@link Long#MAX_VALUE} for no limit, zero or less not to wait
     */
    void park(long timeoutNanos);

    /**
     * Makes the current or the next {@link #park} return. Callable from any thread; costs no system call unless the owner
     * is really parked. What the caller wrote before is visible to the owner after its {@code park} returns.
     */
    void unpark();
}
