package dev.kyoto.internal.scheduler;

import dev.kyoto.internal.driver.Driver;
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
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch allStopped = new CountDownLatch(1);

    /** Workers that have not stopped, with threads of their own or not. Guarded by this. */
    private int running;

    /** Guarded by this. */
    private final List<WorkerThread> threads = new ArrayList<>();

    /** Written under the lock of this, so that no worker is started after the last has stopped. */
    private volatile boolean raised;

    Closing(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A worker that the callers of {@code blockOn} drive. */
    synchronized void addWorker() {
        running++;
    }

    /**
     * A worker with a thread, which is started here; false if it is too late for that.
     *
     * @throws OutOfMemoryError if the system refuses the thread
     */
    synchronized boolean start(WorkerThread thread) {
        if (raised) {
            return false;
        }
        thread.start();
        threads.add(thread);
        running++;
        return true;
    }

    /** Whether workers are to stop. */
    boolean isRaised() {
        return raised;
    }

    /** Whether {@link #begin} was called. */
    public boolean hasBegun() {
        return begun.get();
    }

    /** Whether every worker has stopped. */
    public boolean isOver() {
        return allStopped.getCount() == 0;
    }

    /** Starts the end, and returns at once. Callable from any thread, also from inside a task. */
    public void begin() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        scheduler.taskList().close();
        scheduler.injection().close();
        scheduler.blockingPool().close();
        synchronized (this) {
            raised = true;
        }
        scheduler.unparkAll();
        scheduler.monitor().close();
        Seat seat = scheduler.seat();
        if (seat != null) {
            seat.shutDownIfFree();
        }
    }

    void workerStopped() {
        synchronized (this) {
            running--;
            if (running > 0) {
                return;
            }
        }
        scheduler.crew().drivers().forEach(Driver::close);
        scheduler.endGraceOfUnjoinedFailures();
        allStopped.countDown();
    }

    /**
     * Waits until everything has stopped. A worker of this scheduler, which would wait for itself, does not wait; a thread of
     * the blocking pool waits for everything else.
     *
     * @return what still runs after {@code timeout}, in words; empty if nothing does
     */
    public List<String> await(Duration timeout) throws InterruptedException {
        if (scheduler.isDrivenByThisThread()) {
            List<String> running = stillRunning();
            scheduler.blockingPool().running().forEach((thread, job) -> running.add(describe(thread, job.describe())));
            return running;
        }
        long patience = Math.min(timeout.toSeconds(), TimeUnit.DAYS.toSeconds(365)); // any longer would overflow
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience) + timeout.toNanosPart();
        allStopped.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        for (Thread thread : startedThreads()) {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        }
        scheduler.monitor().awaitEnd(deadline - System.nanoTime());
        scheduler.blockingPool().awaitEnd(deadline - System.nanoTime());
        List<String> running = stillRunning();
        scheduler.blockingPool().running().forEach((thread, job) -> {
            running.add(describe(thread, job.describe()));
            if (thread != Thread.currentThread()) {
                job.abort();
            }
        });
        return running;
    }

    private List<String> stillRunning() {
        List<String> running = new ArrayList<>();
        if (scheduler.seat() != null) {
            Task<?> task = scheduler.crew().first().current();
            Thread driver = scheduler.seat().driver();
            if (task != null && driver != null) {
                running.add(describe(driver, task.describe()));
            }
        }
        for (WorkerThread thread : startedThreads()) {
            if (thread.isAlive()) {
                Task<?> task = thread.worker.current();
                running.add(describe(thread, task == null ? "no task" : task.describe()));
            }
        }
        return running;
    }

    private synchronized List<WorkerThread> startedThreads() {
        return List.copyOf(threads);
    }

    private static String describe(Thread thread, String running) {
        StackTraceElement[] stack = thread.getStackTrace();
        return running + " on " + thread.getName() + (stack.length == 0 ? "" : ", at " + stack[0]);
    }
}
