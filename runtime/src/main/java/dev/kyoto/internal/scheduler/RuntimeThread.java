package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.current.Here;

/** A thread that belongs to a runtime: a worker, or one of the blocking pool. Who runs on it finds the runtime by a cast. */
class RuntimeThread extends Here.Carrier {
    RuntimeThread(Scheduler scheduler, Runnable target, String name) {
        super(target, name);
        setDaemon(true); // a program lives as long as somebody waits for it, in run or blockOn
        setUncaughtExceptionHandler((thread, failure) -> scheduler.reportUncaught(thread.getName(), failure));
    }
}
