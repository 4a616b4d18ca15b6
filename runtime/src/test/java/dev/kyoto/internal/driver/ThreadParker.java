package dev.kyoto.internal.driver;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker sleeps that waits for nothing but an unpark.
 *
 * <pre>
 * EMPTY ──park──▶ PARKED ──unpark──▶ NOTIFIED ──park returns──▶ EMPTY
 *   └────────────unpark──────────────▶┘
 * </pre>
 *
 * <p>{@link #unpark} writes NOTIFIED always, even over NOTIFIED, so that what each unparking thread wrote before is visible to
 * the owner, which reads the state by an exchange.
 */
final class ThreadParker implements Parker {
    private static final int EMPTY = 0;
    private static final int PARKED = 1;
    private static final int NOTIFIED = 2;

    private final AtomicInteger state = new AtomicInteger(EMPTY);

    /** Written before PARKED is, and read after PARKED was seen. */
    private @Nullable Thread owner;

    @Override
    public void park(long timeoutNanos) {
        if (timeoutNanos > 0) {
            owner = Thread.currentThread();
            if (state.compareAndSet(EMPTY, PARKED)) {
                if (timeoutNanos == Long.MAX_VALUE) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, timeoutNanos);
                }
            }
        }
        state.getAndSet(EMPTY);
    }

    @Override
    public void unpark() {
        if (state.getAndSet(NOTIFIED) == PARKED) {
            LockSupport.unpark(owner);
        }
    }
}
