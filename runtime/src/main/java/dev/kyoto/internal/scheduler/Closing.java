package dev.kyoto.internal.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The end of a scheduler, in this order:
 *
 * <ol>
 *   <li>The task list and the injection queue are closed: what is spawned from now on is dropped at once.
 *   <li>The flag is raised that every worker reads at each turn, and all workers are unparked. After the list was closed, so
 *       that a worker which finds the list empty knows that it stays so.
 *   <li>Each worker drops tasks from the list until it is empty. A task that another worker is polling is marked, and
 *       dropped by that worker when the poll is over.
 *   <li>The last worker to stop closes the drivers and reports the failures that nobody joined.
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
        raised = true;
        for (int i = 0; i < scheduler.workerCount(); i++) {
            scheduler.worker(i).driver().unpark();
        }
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
        long deadline = System.nanoTime() + timeout.toNanos();
        runningWorkers.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        }
        return stillRunning();
    }

    private List<String> stillRunning() {
        List<String> running = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            Thread thread = threads.get(i);
            if (thread.isAlive()) {
                Task<?> task = scheduler.worker(i).current();
                running.add((task == null ? "no task" : task.describe()) + " on " + thread.getName() + position(thread));
            }
        }
        return running;
    }

    private static String position(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        @Nullable StackTraceElement top = stack.length == 0 ? null : stack[0];
        return top == null ? "" : ", at " + top;
    }
}
