package dev.kyoto.futures.sync;

import java.util.Arrays;

/**
 * What the {@link LeakDetector} has found: a handle that became garbage without having been closed. It is never thrown; its
 * stack trace is that of the place where the handle was made.
 */
public final class LeakException extends Exception {
    private final String handle;

    /** @param own the beginning of the names of classes that are left out at the top of the trace */
    LeakException(String handle, String own) {
        super("A " + handle
                + " was never closed, and is garbage now. It was made here; use it with try-with-resources.");
        this.handle = handle;
        StackTraceElement[] trace = getStackTrace();
        int place = 0;
        while (place < trace.length && trace[place].getClassName().startsWith(own)) {
            place++;
        }
        if (place < trace.length) {
            setStackTrace(Arrays.copyOfRange(trace, place, trace.length));
        }
    }

    /** The kind of handle, such as {@code Semaphore.Permit}. */
    public String handle() {
        return handle;
    }
}
