package dev.kyoto.tls;

import dev.kyoto.futures.AtomicWaker;
import dev.kyoto.futures.Context;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to do something that one side may do at a time, held within a poll and never beyond it. It is no lock: whoever
 * comes second returns pending, and is woken when it is free. So nobody waits while the stream below is polled, which is other
 * people's code and may wake whomever it likes.
 *
 * <p>States: free, taken. {@link #tryTake} goes from the first to the second, {@link #release} back. What the holder wrote
 * is seen by the next one, by the volatile write and the exchange of the same field.
 *
 * <p>One waker is enough: of two sides, one holds this when the other is refused.
 */
final class Turn {
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicWaker refused = new AtomicWaker();

    /** True if it is the caller's now. False if the other has it; the waker of {@code cx} is woken when that ends. */
    boolean tryTake(Context cx) {
        if (taken.compareAndSet(false, true)) {
            return true;
        }
        refused.register(cx.waker());
        // Again, since it may have been released before that was registered; then nobody will wake.
        return taken.compareAndSet(false, true);
    }

    void release() {
        taken.set(false);
        refused.wake();
    }
}
