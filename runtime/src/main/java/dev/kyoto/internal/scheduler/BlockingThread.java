package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.current.Here;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread of the blocking pool: it belongs to a runtime, and may wait. */
final class BlockingThread extends RuntimeThread {
    private BlockingThread(Scheduler scheduler, Runnable target, String name) {
        super(
                scheduler,
                () -> {
                    Here.enter(scheduler);
                    target.run();
                },
                name);
    }

    static final class Factory implements ThreadFactory {
        private final Scheduler scheduler;
        private final AtomicInteger made = new AtomicInteger();

        Factory(Scheduler scheduler) {
            this.scheduler = scheduler;
        }

        @Override
        public Thread newThread(Runnable target) {
            String name = scheduler.options().name() + "-blocking-" + made.getAndIncrement();
            return new BlockingThread(scheduler, target, name);
        }
    }
}
