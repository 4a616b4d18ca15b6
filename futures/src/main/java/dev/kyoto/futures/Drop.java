package dev.kyoto.futures;

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

    /** Hands a failure that no caller is left to see to the thread's uncaught-exception handler. */
    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
