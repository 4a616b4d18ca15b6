package dev.kyoto.futures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A slot for one waker: the consumer registers, any producer wakes. What every leaf future with a single waiter needs.
 *
 * <p>The order matters. The consumer registers and <em>then</em> looks at the condition again, by a volatile read; a
 * producer makes the condition true, by a release write at least, and <em>then</em> calls {@link #wake()}. The consumer's
 * volatile write and volatile read keep their order, the producer's write and read are kept in order by a full fence
 * between them: so at least one of the two sees the other, the consumer the condition or the producer the waker.
 */
public final class AtomicWaker {
    private static final VarHandle WAKER;

    static {
        try {
            WAKER = MethodHandles.lookup().findVarHandle(AtomicWaker.class, "waker", Waker.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Waker waker;

    /** Sets whom to wake. Look at the condition again after this returns. */
    public void register(Waker waker) {
        // Skipping the store when it changes nothing is safe: the slot still held this waker after any earlier wake, so
        // the next wake takes it.
        if (this.waker != waker) {
            this.waker = waker;
        }
    }

    /** Wakes and removes the registered waker, if there is one. */
    public void wake() {
        Waker taken = take();
        if (taken != null) {
            taken.wake();
        }
    }

    /** Removes the registered waker without waking it: for a producer that holds a lock. */
    public @Nullable Waker take() {
        // Keeps the write of the condition in front of the read of the slot. The exchange alone would not: on AArch64
        // its read may overtake a release write. Most producers find nobody, and reading leaves the cache line shared.
        VarHandle.fullFence();
        if (waker == null) {
            return null;
        }
        return (Waker) WAKER.getAndSet(this, null);
    }

    /** The consumer no longer waits: forgets its waker, which a wake on its way may still reach. */
    public void clear() {
        // Without a barrier, which would cost more than all else here: nobody looks at anything after it. As only
        // the consumer puts a waker in, it takes none out that came later.
        WAKER.setOpaque(this, null);
    }
}
