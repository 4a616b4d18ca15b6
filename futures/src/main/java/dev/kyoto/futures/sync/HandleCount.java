package dev.kyoto.futures.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How many handles of one kind are open. The first is counted from the start. */
final class HandleCount {
    private static final VarHandle OPEN;

    static {
        try {
            OPEN = MethodHandles.lookup().findVarHandle(HandleCount.class, "open", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int open = 1;

    int get() {
        return open;
    }

    /** One more, whatever there was. */
    void add() {
        OPEN.getAndAdd(this, 1);
    }

    /** One more, unless there is none left: then it stays so. */
    boolean tryAdd() {
        while (true) {
            int seen = open;
            if (seen == 0) {
                return false;
            }
            if (OPEN.compareAndSet(this, seen, seen + 1)) {
                return true;
            }
        }
    }

    /** One less. True if it was the last. */
    boolean remove() {
        return (int) OPEN.getAndAdd(this, -1) == 1;
    }
}
