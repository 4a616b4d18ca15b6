package dev.kyoto.internal.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a scheduler, in this order:
 *
 * <ol>
 *   <li>The task list, the injection queue and the blocking pool are closed: what is spawned from now on is dropped at once,
 *       and so are blocking jobs that have not begun.
 *   <li>The flag is raised that every worker reads at each turn, and all workers are unparked. After the list was closed, so
 *       that a worker which finds the list empty knows that it stays so.
 *   <li>Each worker drops tasks from the list until it is empty. A task that another worker is polling is marked, and
 *       dropped by that worker when the poll is over.
 *   <li>The last worker to stop closes the drivers and reports the failures that nobody joined.
 *   <li>Who waits for the end waits for the threads. Blocking jobs that run longer than that are interrupted and named.
 * </ol>
 */
public final class Closing {
    private final Scheduler scheduler;
    private final List<Thread> threads;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch runningWorkers;
    private volatile boolean raised;

    Closing(Scheduler scheduler, List<Thread> threads) {
        this.scheduler = scheduler;
        this.threads = threads;
        this.runningWorkers = new CountDownLatch(scheduler.workerCount());
    }

    /** Whether workers are to stop. */
    boolean isRaised() {
        return raised;
    }

    /** Whether {@link #begin} was called. */
    public boolean hasBegun() {
        return begun.get();
    }

    /** Starts the end, and returns at once. Callable from any thread, also from inside a task. */
    public void begin() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        scheduler.taskList().close();
        scheduler.injection().close();
        scheduler.blockingPool().close();
        raised = true;
        scheduler.unparkAll();
        Seat seat = scheduler.seat();
        if (seat != null) {
            seat.shutDownIfFree();
        }
    }

    void workerStopped() {
        synchronized (this) {
            runningWorkers.countDown();
            if (runningWorkers.getCount() > 0) {
                return;
            }
        }
        for (int i = 0; i < scheduler.workerCount(); i++) {
            scheduler.worker(i).driver().close();
        }
        scheduler.reportUnjoinedFailures();
    }

    /**
     * Waits until everything has stopped.
     *
     * @return what still runs after {@code timeout}, in words; empty if nothing does
     */
    public List<String> await(Duration timeout) throws InterruptedException {
        long patience = Math.min(timeout.toSeconds(), TimeUnit.DAYS.toSeconds(365)); // any longer would overflow
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience) + timeout.toNanosPart();
        runningWorkers.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        }
        scheduler.blockingPool().awaitEnd(deadline - System.nanoTime());
        return stillRunning();
    }

    private List<String> stillRunning() {
        List<String> running = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            Thread thread = threads.get(i);
            if (thread.isAlive()) {
                Task<?> task = scheduler.worker(i).current();
                running.add(describe(thread, task == null ? "no task" : task.describe()));
            }
        }
        scheduler.blockingPool().abortRunning().forEach((thread, job) -> running.add(describe(thread, job)));
        return running;
    }

    private static String describe(Thread thread, String running) {
        StackTraceElement[] stack = thread.getStackTrace();
        return running + " on " + thread.getName() + (stack.length == 0 ? "" : ", at " + stack[0]);
    }
}
