package dev.kyoto.futures.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Something that is given up exactly once, however often and by however many threads it is closed. */
abstract class Handle implements AutoCloseable {
    private static final VarHandle OPEN;

    static {
        try {
            OPEN = MethodHandles.lookup().findVarHandle(Handle.class, "open", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean open = true;

    final boolean isOpen() {
        return open;
    }

    /**
     * Throws if this handle was closed.
     *
     * @param message what was closed, and the cure
     */
    final void requireOpen(String message) {
        if (!open) {
            throw new ClosedException(message);
        }
    }

    /** Ends this handle. True for the one caller who did. */
    final boolean end() {
        return OPEN.compareAndSet(this, true, false);
    }

    @Override
    public abstract void close();
}
