package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.NonBlocking;
import dev.kyoto.internal.current.Bindings;
import dev.kyoto.internal.current.Here;
import dev.kyoto.internal.current.Place;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The driver's seat of a worker that has no thread of its own: one caller of {@code blockOn} at a time sits in it and runs
 * everybody's tasks. The other callers wait for their task to end, or for the seat to become free.
 *
 * <p>No wake is lost: a waiter enters {@link #waiting} and then tries the seat again; a leaver frees the seat and then
 * unparks all who wait. Likewise for the end: who shuts down raises the flag and then tries the seat; a leaver frees the
 * seat and then looks at the flag ({@link #shutDownIfFree}).
 */
final class Seat {
    private final Worker worker;
    private final AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    private final Set<BlockingJoin<?>> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean shutDown = new AtomicBoolean();

    /** What the thread in the seat had before it took it: blocks that it drops report to the runtime. Its own. */
    private Thread.@Nullable UncaughtExceptionHandler callersHandler;

    /** Likewise: a caller that has entered a runtime, and its task-locals, are not those of the tasks that it runs. */
    private @Nullable Place callersPlace;

    private @Nullable Bindings callersBindings;

    Seat(Worker worker) {
        this.worker = worker;
    }

    @Nullable Thread driver() {
        return driver.get();
    }

    boolean isTakenByThisThread() {
        return driver.get() == Thread.currentThread();
    }

    /** Drives the worker, or waits while another thread does, until the task has ended. */
    <T extends @Nullable Object> T driveUntil(BlockingJoin<T> join) throws Exception {
        while (!join.task().isFinished()) {
            if (take()) {
                drive(join);
            } else {
                waitForSeat(join);
            }
        }
        return join.await();
    }

    private void drive(BlockingJoin<?> join) {
        try {
            if (worker.drive(join.task())) {
                join.abort();
            }
        } finally {
            leave();
        }
        shutDownIfFree();
    }

    private void waitForSeat(BlockingJoin<?> join) throws Exception {
        waiting.add(join);
        try {
            if (join.poll().isPending() && driver.get() != null) {
                join.park();
            }
        } finally {
            waiting.remove(join);
        }
    }

    /** If this runtime is closing, and nobody drives the worker: ends all tasks, on this thread. */
    void shutDownIfFree() {
        if (worker.scheduler().isClosing() && take()) {
            try {
                if (shutDown.compareAndSet(false, true)) {
                    worker.shutDown();
                    worker.scheduler().workerStopped();
                }
            } finally {
                leave();
            }
        }
    }

    private boolean take() {
        Thread thread = Thread.currentThread();
        if (!driver.compareAndSet(null, thread)) {
            return false;
        }
        NonBlocking.enter();
        callersBindings = Here.bind(null);
        callersPlace = Here.enter(worker);
        worker.threadCame();
        callersHandler = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((driving, failure) -> worker.reportCleanupFailure(failure));
        return true;
    }

    private void leave() {
        // A thread without a handler of its own answers with its group.
        Thread.currentThread()
                .setUncaughtExceptionHandler(callersHandler instanceof ThreadGroup ? null : callersHandler);
        worker.threadLeaves();
        Here.enter(callersPlace);
        Here.bind(callersBindings);
        callersPlace = null;
        callersBindings = null;
        NonBlocking.leave();
        driver.set(null);
        for (BlockingJoin<?> next : waiting) {
            next.wake();
        }
    }
}
