package dev.kyoto.internal.scheduler;

/** A thread of the blocking pool: it belongs to a runtime, and may wait. */
final class BlockingThread extends RuntimeThread {
    BlockingThread(Scheduler scheduler, Runnable target, String name) {
        super(scheduler, target, name);
    }
}
