package dev.kyoto.internal.scheduler;

/** A thread that belongs to a runtime: a worker, or one of the blocking pool. Who runs on it finds the runtime by a cast. */
class RuntimeThread extends Thread {
    final Scheduler scheduler;

    RuntimeThread(Scheduler scheduler, Runnable target, String name) {
        super(null, target, name);
        this.scheduler = scheduler;
        setDaemon(true); // a program lives as long as somebody waits for it, in run or blockOn
        setUncaughtExceptionHandler((thread, failure) -> scheduler.reportUncaught(thread.getName(), failure));
    }
}
