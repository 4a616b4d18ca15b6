package dev.kyoto.futures.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Something that is given up exactly once, however often and by however many threads it is closed.
 *
 * <p>The state: null when open, a {@link LeakDetector.Watched} when open and watched, {@link #CLOSED} for ever after. One
 * reference serves both, so that the leak detector, when it is off, costs a handle no memory, and its maker one read.
 */
abstract class Handle implements AutoCloseable {
    private static final Object CLOSED = new Object();
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Handle.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Object state;

    Handle() {
        LeakDetector detector = LeakDetector.current();
        if (detector != null) {
            STATE.set(this, detector.watch(this)); // nobody else has seen this yet
        }
    }

    boolean isOpen() {
        return state != CLOSED;
    }

    /**
     * Throws if this handle was closed.
     *
     * @param message what was closed, and the cure
     */
    final void requireOpen(String message) {
        if (!isOpen()) {
            throw new ClosedException(message);
        }
    }

    /** Ends this handle. True for the one caller who did. */
    final boolean end() {
        if (state == CLOSED) {
            return false;
        }
        Object before = STATE.getAndSet(this, CLOSED);
        if (before instanceof LeakDetector.Watched watched) {
            watched.release();
        }
        return before != CLOSED;
    }

    /** For a subclass whose end is in a word of its own, once it has ended there: the leak detector, if it watches, hears of it. */
    final void endWatch() {
        if (state != null) {
            end();
        }
    }

    @Override
    public abstract void close();
}
