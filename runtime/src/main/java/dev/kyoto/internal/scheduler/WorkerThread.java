package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.NonBlocking;
import dev.kyoto.internal.current.Here;

/** The thread of one worker. */
final class WorkerThread extends RuntimeThread implements NonBlocking {
    final Worker worker;

    WorkerThread(Worker worker, String name) {
        super(
                worker.scheduler(),
                () -> {
                    Here.enter(worker);
                    worker.runThread();
                },
                name);
        this.worker = worker;
        setUncaughtExceptionHandler((thread, failure) -> worker.reportCleanupFailure(failure));
    }

    /** While another worker has taken over, this one may wait as it likes. */
    @Override
    public boolean mustNotBlock() {
        return !worker.watch().inHandOver;
    }
}
