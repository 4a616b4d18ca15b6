package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** Dropping futures on behalf of whoever owned them. */
final class Drop {
    private Drop() {}

    /** Cancels {@code future}; one that breaks its contract and throws is reported, so that its siblings are dropped too. */
    static void cancel(Future<?> future) {
        try {
            future.cancel();
        } catch (Throwable failure) {
            report(failure);
        }
    }

    /** Cancels {@code future} on behalf of {@code by}, in the same way. */
    static void cancel(Future<?> future, Dropper by) {
        cancel(future, by, null);
    }

    /** The same of a future that belongs to an async block, of which {@code site} is the source; null if it does not. */
    static void cancel(Future<?> future, Dropper by, @Nullable String site) {
        try {
            if (DropRecording.isOn()) {
                DropRecording.drop(future, by, site, by.actsInPlace());
            } else {
                future.cancel();
            }
        } catch (Throwable failure) {
            report(failure);
        }
    }

    /** Hands a failure that no caller is left to see to the thread's uncaught-exception handler. */
    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
