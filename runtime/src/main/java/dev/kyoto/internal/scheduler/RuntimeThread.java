package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.current.Here;
import org.jspecify.annotations.Nullable;

/** A thread that belongs to a runtime: a worker, or one of the blocking pool. Who runs on it finds the runtime by a cast. */
class RuntimeThread extends Here.Carrier {
    /** @param target what the thread runs, or null for a subclass that overrides {@link #run} */
    RuntimeThread(Scheduler scheduler, @Nullable Runnable target, String name) {
        super(target, name);
        setDaemon(true); // a program lives as long as somebody waits for it, in run or blockOn
        setUncaughtExceptionHandler((thread, failure) -> scheduler.reportUncaught(thread.getName(), failure));
    }
}
