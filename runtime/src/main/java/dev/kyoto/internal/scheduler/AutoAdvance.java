package dev.kyoto.internal.scheduler;

import dev.kyoto.time.VirtualClock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves a virtual clock on to the next timer when nothing else can happen. Runtimes on the system's clock have none of this.
 *
 * <p>Each worker says when it goes to sleep and when it is awake. The last one to go looks whether somebody waits in
 * {@code blockOn}, no task is queued, none is in a poll on a worker that was relieved, and no blocking job runs; then it moves the clock and unparks the workers whose timers
 * are due. A worker that was unparked but is not yet awake has its due timer still in its wheel, which keeps the clock where
 * it is.
 *
 * <p>Time moves only while somebody waits in {@code blockOn}, so that it does not run ahead between two calls of it.
 */
final class AutoAdvance {
    private final Scheduler scheduler;
    private final VirtualClock clock;

    /** What the callers of {@code blockOn} wait for. */
    private final Set<Task<?>> roots = ConcurrentHashMap.newKeySet();

    private int sleeping;

    AutoAdvance(Scheduler scheduler, VirtualClock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** A blockOn begins to wait for {@code root}: time moves until the task has ended, whoever notices that when. */
    void enterBlockOn(Task<?> root) {
        roots.add(root);
        lookAgain(); // the workers may have gone to sleep before the root was known
    }

    void leaveBlockOn(Task<?> root) {
        roots.remove(root);
    }

    private boolean somebodyWaits() {
        for (Task<?> root : roots) {
            if (!root.isFinished()) {
                return true;
            }
        }
        return false;
    }

    /** A worker is about to sleep, its wakes being queued quietly. It may be unparked by this. */
    void beforeSleep(Worker worker) {
        if (!isLastToSleep()) {
            return;
        }
        worker.driver().poll(); // readiness that is there goes before time
        if (worker.ring().isEmpty() && advance()) {
            for (int i = 0; i < scheduler.crew().size(); i++) {
                Post other = scheduler.crew().post(i);
                if (other.timers().nextDeadline() <= clock.nanos()) {
                    other.driver().unpark();
                }
            }
        }
    }

    private synchronized boolean isLastToSleep() {
        sleeping++;
        return sleeping == scheduler.crew().size() && clock.advancesByItself();
    }

    private synchronized boolean advance() {
        if (sleeping < scheduler.crew().size()
                || scheduler.crew().hasAbsent()
                || !somebodyWaits()
                || scheduler.hasQueuedTasks()
                || !scheduler.blockingPool().isIdle()) {
            return false;
        }
        long next = Long.MAX_VALUE;
        for (int i = 0; i < scheduler.crew().size(); i++) {
            next = Math.min(next, scheduler.crew().post(i).timers().nextDeadline());
        }
        if (next == Long.MAX_VALUE) {
            return false;
        }
        clock.advanceTo(next);
        return true;
    }

    /** A worker is awake, and has not yet fired its timers. */
    synchronized void afterSleep() {
        sleeping--;
    }

    /** Something else has come to rest: one worker goes to sleep anew, and so looks again. */
    void lookAgain() {
        scheduler.crew().post(0).driver().unpark();
    }
}
