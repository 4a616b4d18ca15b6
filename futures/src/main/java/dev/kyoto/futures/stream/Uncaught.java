package dev.kyoto.futures.stream;

/** Failures that no caller is left to see. */
final class Uncaught {
    private Uncaught() {}

    /** Hands {@code failure} to the thread's uncaught-exception handler. */
    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
